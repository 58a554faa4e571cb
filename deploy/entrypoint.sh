#!/bin/sh
# Start Curbside in a container: the password of the database comes from a file, as PostgreSQL's own tools take it.
set -eu
if [ -n "${DATABASE_PASSWORD_FILE:-}" ]; then
  PGPASSWORD=$(cat "$DATABASE_PASSWORD_FILE")
  export PGPASSWORD
fi
if [ "${1:-}" = backup.sh ]; then
  exec "$@"
fi
exec curbside "$@"
