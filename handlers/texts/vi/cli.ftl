# Lời của dòng lệnh doithoai.

cli-ready = Đối Thoại đã sẵn sàng: { $address }
cli-org-loaded = Đã nạp tổ chức { $name }: { $units } đơn vị.
cli-invite = Mã mời: { $code }
    Liên kết: { $link }
    Dùng được { $uses } lần. Mã chỉ hiện lần này.
cli-invite-unknown = Không có mã mời này.
cli-invite-revoked = Đã thu hồi mã mời.

check-wrong = ✗ Thiết lập sai: { $what }
check-data-dir = ✗ Không ghi được vào thư mục dữ liệu { $path }: { $why }. Sửa DATA_DIR hoặc quyền của thư mục.
check-database = ✗ Không mở được cơ sở dữ liệu ({ $why }). Xem lại DATABASE_URL, hoặc để trống để dùng SQLite.
check-database-ok = ✓ Cơ sở dữ liệu dùng được.
check-port-taken = ✗ Cổng { $port } tại { $host } đang có chương trình khác dùng (hoặc Đối Thoại đang chạy). Đổi WEB_PORT nếu cần.
check-no-public-url = • Chưa đặt PUBLIC_URL: liên kết mời sẽ là { $page }, chỉ mở được trên máy này.
check-sessions-ok = ✓ Bản nháp giữ trong bộ nhớ, không ghi ra đĩa; khởi động lại chương trình không mất.
check-sessions-memory = • Máy này không có thư mục trong bộ nhớ: khởi động lại chương trình sẽ mất bản nháp chưa gửi.
check-sessions-on-disk = ✗ SESSIONS_DIR={ $path } nằm trên đĩa. Để trống, hoặc chọn thư mục tmpfs.
check-no-organisation = ✗ Chưa nạp tổ chức. Sửa tệp mẫu bot/demo/ward.toml theo cơ quan mình, rồi chạy: doithoai org load TEP.toml
check-organisation = ✓ Tổ chức: { $name }, { $units } đơn vị.
check-no-office = ✗ Chưa có ai giữ vai trò văn phòng. Chạy: doithoai invite office
check-no-leader = ✗ Chưa có lãnh đạo nào. Chạy: doithoai invite leader
check-empty-units = • Chưa có cán bộ xử lý ở: { $units }. Việc của các đơn vị này sẽ báo về văn phòng. Chạy: doithoai invite officer --unit MÃ
check-ready = ✓ Sẵn sàng. Chạy: doithoai run
check-not-ready = ✗ Chưa sẵn sàng. Anh/Chị làm các dòng có dấu ✗ rồi chạy lại: doithoai check
