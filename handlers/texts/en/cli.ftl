# What the doithoai command line says.

cli-ready = Đối Thoại is ready: { $address }
cli-one-process = One process: the promise to anonymous authors is weaker, for what takes messages in also holds the key that opens addresses. Two roles: see docs/operations.md.
cli-delivery-ready = The delivery process is ready.
cli-org-loaded = Organisation { $name } is loaded: { $units } units.
cli-invite = Invite code: { $code }
    Link: { $link }
    It works { $uses } time(s). The code is shown only now.
cli-invite-unknown = There is no such invite code.
cli-invite-revoked = The invite code is withdrawn.
cli-unit-needed = Role { $role } works for a unit: add --unit CODE. The codes: { $known }.
cli-unit-unknown = There is no unit with the code { $unit }. The codes: { $known }.
cli-due-time = “{ $value }” is not understood as a time. Write it as 2026-02-12T16:30.

# When a setting or a file cannot be used.
settings-web-port = WEB_PORT must be a number from 0 to 65535.
settings-public-url = PUBLIC_URL must begin with http:// or https://.
settings-timezone = TIMEZONE is not the name of a time zone. That of Vietnam is Asia/Ho_Chi_Minh.
settings-secret-file = The file of { $name } cannot be read: { $why }.
settings-folder = { $path } cannot be written: { $why }. Look at { $name }, or at the folder's permissions.
settings-sessions-on-disk = SESSIONS_DIR={ $path } is on a disk. Leave it empty, or choose a folder on tmpfs.
settings-sessions-not-ours = The folder { $path } belongs to another user of this machine. Set SESSIONS_DIR to a folder on tmpfs of your own.
settings-database-url = DATABASE_URL is not well written. Write postgresql://user:password@host/database, or leave it empty to use SQLite.
settings-database-kind = DATABASE_URL: “{ $kind }” is a kind that cannot be used. Use postgresql://…, or leave it empty to use SQLite.
settings-database-file = DATABASE_URL: SQLite needs a file, for instance sqlite:////var/lib/doithoai/doithoai.db.
settings-database-shut = The database does not open ({ $why }). Look at DATABASE_URL, or leave it empty to use SQLite.
settings-database-newer = This database belongs to a newer version of Đối Thoại. Install that, then run again.
settings-running = Đối Thoại is already running on the data folder { $path }. Stop that one, or change DATA_DIR.
settings-running-elsewhere = Đối Thoại is already running on this database, perhaps on another machine. Stop that one, or change DATABASE_URL.
settings-port = Port { $port } at { $host } cannot be opened: another program has it (or Đối Thoại is running), or it is no address of this machine. Look at WEB_HOST and WEB_PORT.
settings-front-has-key = The folder { $path } holds the key that opens addresses (delivery*.key). The front must not have it: move it to the key folder of the role delivery (KEYS_DIR).
settings-front-no-public-key = There is no delivery.pub in { $path }. Make the keys: doithoai keys new delivery --private FOLDER-OF-THE-ROLE-DELIVERY
settings-delivery-no-key = There is no key that opens addresses in { $path }. Set KEYS_DIR to the folder with delivery.key.
settings-anonymous-per-hour = ANONYMOUS_PER_HOUR must be a number from 0 on.
settings-no-organisation = No organisation is loaded. Adapt the sample bot/demo/ward.toml to your office, then run: doithoai org load FILE.toml
settings-demo-data = The folder { $path } holds the data of a real office. The demo needs another one: change DATA_DIR.
settings-file = The file { $path } cannot be read: { $why }.
settings-contents-key = The folder { $path } lacks the key the cases were written with (contents.key). Put the key folder back from its backup; without this key no case can be read. Nothing was started.
settings-file-encoding = The file { $path } must be saved as UTF-8.
settings-file-toml = The file { $path } has a mistake { $line ->
        [0] at its end
       *[other] in line { $line }
    }: perhaps a quotation mark, bracket or equals sign is missing.

check-wrong = ✗ { $what }
check-database-ok = ✓ The database works.
check-no-public-url = • PUBLIC_URL is not set: invite links will be { $page }, which opens on this machine only.
check-sessions-ok = ✓ Drafts are kept in memory, never on a disk; a restart of the program loses none.
check-sessions-memory = • This machine has no folder in memory: a restart of the program loses unsent drafts.
check-organisation = ✓ Organisation: { $name }, { $units } units.
check-no-office = ✗ Nobody holds the office's role yet. Run: doithoai invite office
check-no-leader = ✗ There is no leader yet. Run: doithoai invite leader
check-empty-units = • No officer yet in: { $units }. Their tasks will be told to the office. Run: doithoai invite officer --unit CODE
check-ready = ✓ Ready. Run: doithoai run
check-not-ready = ✗ Not ready. Please settle the lines marked ✗, then run again: doithoai check

cli-outbox-empty = Nothing waits, nothing has failed.
cli-outbox-waiting = { $channel ->
        [is-empty] Anonymous authors
       *[other] { $channel }
    }: { $count } { $priority ->
        [alarm] alarms
        [answer] answers
        [task] tasks
        [reminder] reminders
       *[broadcast] broadcast notices
    } waiting{ $retried ->
        [is-empty] .
       *[other] , { $retried } of them tried without success (for { $minutes } minutes at most).
    }
cli-outbox-silent = { $channel }: the platform wants silence until { $until }.
cli-outbox-failed = { $channel ->
        [is-empty] Channel unknown
       *[other] { $channel }
    }: { $count } notices failed ({ $reason ->
        [blocked] blocked by the reader
        [gone] the account is gone
        [no-address] the reader has left
        [no-key] the key that opens addresses is lost
        [other-key] the address is locked with an older key
        [moved-address] the address cannot be opened
        [moved-contents] the text was moved and cannot be opened
        [refused] refused by the platform
        [gave-up] tried too often
       *[other] { $reason }
    }).

cli-audit-whole = The log is whole: { $number } entries. Code of the last one: { $head }
cli-audit-broken = The log was changed, added to or cut at entry { $number }. The last one that is right: { $last }.
cli-audit-head-unreadable = { $path } cannot be read: the file with the log's last entry was changed.

cli-erasures-none = Nothing has been deleted.
cli-erasure = { $day } · { $what ->
    [contents] text of { $code }
    [address] return address of { $code }
   *[other] { $number } notices that could not be delivered
 } · { $why ->
    [author] on the author's word
    [office] by the office
   *[other] its time was over
 }
