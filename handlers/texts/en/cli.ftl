# What the doithoai command line says.

cli-ready = Đối Thoại is ready: { $address }
cli-org-loaded = Organisation { $name } is loaded: { $units } units.
cli-invite = Invite code: { $code }
    Link: { $link }
    It works { $uses } time(s). The code is shown only now.
cli-invite-unknown = There is no such invite code.
cli-invite-revoked = The invite code is withdrawn.

check-wrong = ✗ A setting is wrong: { $what }
check-data-dir = ✗ The data folder { $path } cannot be written: { $why }. Change DATA_DIR, or the folder's permissions.
check-database = ✗ The database does not open ({ $why }). Look at DATABASE_URL, or leave it empty to use SQLite.
check-database-ok = ✓ The database works.
check-port-taken = ✗ Port { $port } at { $host } is taken by another program (or Đối Thoại is running). Change WEB_PORT if need be.
check-no-public-url = • PUBLIC_URL is not set: invite links will be { $page }, which opens on this machine only.
check-sessions-ok = ✓ Drafts are kept in memory, never on a disk; a restart of the program loses none.
check-sessions-memory = • This machine has no folder in memory: a restart of the program loses unsent drafts.
check-sessions-on-disk = ✗ SESSIONS_DIR={ $path } is on a disk. Leave it empty, or choose a folder on tmpfs.
check-no-organisation = ✗ No organisation is loaded. Adapt the sample bot/demo/ward.toml to your office, then run: doithoai org load FILE.toml
check-organisation = ✓ Organisation: { $name }, { $units } units.
check-no-office = ✗ Nobody holds the office's role yet. Run: doithoai invite office
check-no-leader = ✗ There is no leader yet. Run: doithoai invite leader
check-empty-units = • No officer yet in: { $units }. Their tasks will be told to the office. Run: doithoai invite officer --unit CODE
check-ready = ✓ Ready. Run: doithoai run
check-not-ready = ✗ Not ready. Please settle the lines marked ✗, then run again: doithoai check
