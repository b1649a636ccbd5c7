# Keys and backups.

keys-running = Đối Thoại is running on the data folder { $path }. Stop both roles, then run this command again.
keys-there = There is such a key already ({ $path }). To change it: doithoai keys rotate. If its private half is lost for good: doithoai keys new delivery --lost
keys-not-lost = The key that opens addresses is still in { $path }. To change it: doithoai keys rotate delivery
keys-none = There is no private key in { $path }.
keys-where = The backup key needs --private FOLDER, best on a device that can be taken away.
keys-new-delivery = The key that opens addresses is in { $path }. It has no copy: if it is lost, authors read their answers by code.
keys-new-backup = The backup key is { $path }/backup.key. Take it off the server and keep two copies in two places: nothing else opens a backup.
keys-replaced = A new key that opens addresses is in { $path }. { $count } old addresses that nobody can open any more were removed; their authors read answers by code. People with accounts need a new invite.
keys-rotated-delivery = { $count } addresses are sealed to the new key, the old one is destroyed.{ $unopened ->
        [0] {""}
       *[other] {" "}{ $unopened } could not be opened and stay as they are.
    }
keys-rotated-contents = The keys of { $count } concerns and waiting notices are wrapped anew, the old key is destroyed. Older backups cannot be read any more.
keys-destroy-delivery = Destroying the key that opens addresses in { $path }. Lost: nothing can be sent to any present address, those of staff too; nobody can bring it back. Kept: all concerns and answers, to be read by reply code.
keys-destroy-backup = Destroying the backup key in { $path }. Lost: no backup made with it can be opened any more.
keys-destroy-prompt = To destroy it, type { $name }
keys-kept = That was not its name: the key is kept.
keys-destroyed = { $count } key files are destroyed.
backup-done = Backed up to { $path }: { $rows } rows, { $keys ->
        [0] without keys
       *[other] with { $keys } keys
    }. Take the file to another place.
backup-restored = { $rows } rows and { $keys } keys restored. Now run: doithoai check
backup-no-key = There is no backup.pub in { $path }. Make the backup key: doithoai keys new backup --private FOLDER
backup-nothing = There is nothing to back up: the database that DATA_DIR ({ $path }) and DATABASE_URL name is empty. Set both as for the running program.
backup-broken = { $path } is no whole backup, was changed, or is not for this key. Nothing was written.
backup-not-empty = The database of { $path } holds data. A backup needs an empty place: change DATA_DIR or DATABASE_URL.
backup-other-keys = The folder { $path } has other keys than the backup: { $names }. Restore into an empty key folder.
