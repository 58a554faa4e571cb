#!/bin/sh
# Take a backup into a folder named by its moment, keep a copy of the audit log's head beside it, forget old ones, and copy all of it
# to another machine.
#   BACKUPS      folder of the backups; by default /var/backups/curbside
#   KEEP_DAYS    for how long; by default 35
#   COPY_TO      where rsync takes them, as in backup@other.example:curbside; by default nowhere
#   AUDIT_HEAD   the file that keeps the head of the audit log; by default that of the library folder
set -eu
umask 077
backups=${BACKUPS:-/var/backups/curbside}
moment=$(date -u +%Y-%m-%dT%H%M%SZ)
mkdir -p "$backups/heads"

# Under another name until it is whole: what bears a moment can be restored.
curbside backup "$backups/.unfinished-$moment"
mv "$backups/.unfinished-$moment" "$backups/$moment"

# A head that was kept elsewhere tells of a log that was cut short, even where the whole library was put back.
head=${AUDIT_HEAD:-${CURBSIDE_INDEX:-${CURBSIDE_LIBRARY:-}}/audit-head.json}
if [ -f "$head" ]; then
  cp "$head" "$backups/heads/$moment.json"
fi

find "$backups" -mindepth 1 -maxdepth 1 -type d \( -name '20*Z' -o -name '.unfinished-*' \) -mtime "+${KEEP_DAYS:-35}" -exec rm -rf {} +
if [ -n "${COPY_TO:-}" ]; then
  rsync --archive --exclude '.unfinished-*' "$backups/" "$COPY_TO/"
fi
echo "Backup in $backups/$moment"
