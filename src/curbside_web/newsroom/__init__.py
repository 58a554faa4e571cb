"""
The newsroom: where the board drafts, reviews claim by claim, signs, corrects and keeps order.

Every change is one action of the archive, which checks permission and writes the audit log; this room shows what can be
done and hands it in. Only accounts, invitations and requests of readers are kept by Django, in a database of their own.
"""
