# Lời của dòng lệnh doithoai.

cli-ready = Đối Thoại đã sẵn sàng: { $address }
cli-one-process = Chạy trong một tiến trình: lời hứa ẩn danh yếu hơn, vì nơi nhận tin cũng giữ khóa mở địa chỉ. Tách hai vai: xem docs/operations.md.
cli-delivery-ready = Tiến trình gửi tin đã sẵn sàng.
cli-org-loaded = Đã nạp tổ chức { $name }: { $units } đơn vị.
cli-invite = Mã mời: { $code }
    Liên kết: { $link }
    Dùng được { $uses } lần. Mã chỉ hiện lần này.
cli-invite-unknown = Không có mã mời này.
cli-invite-revoked = Đã thu hồi mã mời.
cli-unit-needed = Vai trò { $role } làm việc cho một đơn vị, cần thêm --unit MÃ. Các mã: { $known }.
cli-unit-unknown = Không có đơn vị nào mã { $unit }. Các mã: { $known }.
cli-due-time = Không hiểu thời điểm “{ $value }”. Thời điểm viết 2026-02-12T16:30.

# Khi một thiết lập hoặc một tệp chưa dùng được.
settings-web-port = WEB_PORT phải là số từ 0 đến 65535.
settings-public-url = PUBLIC_URL phải bắt đầu bằng http:// hoặc https://.
settings-timezone = TIMEZONE không phải tên múi giờ. Giờ Việt Nam là Asia/Ho_Chi_Minh.
settings-secret-file = Không đọc được tệp của { $name }: { $why }.
settings-folder = Không ghi được vào { $path }: { $why }. Xem lại { $name } hoặc quyền của thư mục.
settings-sessions-on-disk = SESSIONS_DIR={ $path } nằm trên đĩa. Để trống, hoặc chọn thư mục tmpfs.
settings-sessions-not-ours = Thư mục { $path } là của người dùng khác trên máy. Đặt SESSIONS_DIR là một thư mục tmpfs của mình.
settings-database-url = DATABASE_URL sai cách viết. Mẫu: postgresql://tên:mật-khẩu@máy-chủ/tên-cơ-sở-dữ-liệu, hoặc để trống để dùng SQLite.
settings-database-kind = DATABASE_URL: không dùng được loại “{ $kind }”. Dùng postgresql://…, hoặc để trống để dùng SQLite.
settings-database-file = DATABASE_URL: SQLite cần một tệp, ví dụ sqlite:////var/lib/doithoai/doithoai.db.
settings-database-shut = Không mở được cơ sở dữ liệu ({ $why }). Xem lại DATABASE_URL, hoặc để trống để dùng SQLite.
settings-database-newer = Cơ sở dữ liệu này thuộc bản Đối Thoại mới hơn. Cài bản mới rồi chạy lại.
settings-running = Đối Thoại đang chạy với thư mục dữ liệu { $path }. Dừng bản đang chạy, hoặc đổi DATA_DIR.
settings-running-elsewhere = Đối Thoại đang chạy với cơ sở dữ liệu này, có thể trên máy khác. Dừng bản đang chạy, hoặc đổi DATABASE_URL.
settings-port = Không mở được cổng { $port } tại { $host }: chương trình khác đang dùng (hoặc Đối Thoại đang chạy), hoặc không phải địa chỉ của máy này. Xem lại WEB_HOST và WEB_PORT.
settings-front-has-key = Thư mục { $path } có khóa mở địa chỉ (delivery*.key). Vai front không được giữ khóa này: chuyển nó sang thư mục khóa của vai delivery (KEYS_DIR).
settings-front-no-public-key = Thư mục { $path } chưa có delivery.pub. Tạo khóa: doithoai keys new delivery --private THU-MUC-CUA-VAI-DELIVERY
settings-delivery-no-key = Thư mục { $path } không có khóa mở địa chỉ. Đặt KEYS_DIR là thư mục có delivery.key.
settings-anonymous-per-hour = ANONYMOUS_PER_HOUR phải là số từ 0 trở lên.
settings-no-organisation = Chưa nạp tổ chức. Sửa tệp mẫu bot/demo/ward.toml theo cơ quan mình, rồi chạy: doithoai org load TEP.toml
settings-demo-data = Thư mục { $path } chứa dữ liệu của một cơ quan thật. Bản chạy thử cần thư mục khác: đổi DATA_DIR.
settings-file = Không đọc được tệp { $path }: { $why }.
settings-contents-key = Thư mục { $path } không có khóa đã dùng để cất nội dung các ý kiến (contents.key). Hãy chép lại đúng thư mục khóa từ bản sao lưu; thiếu khóa này thì không đọc được ý kiến nào. Hệ thống chưa khởi động.
settings-file-encoding = Tệp { $path } phải lưu với bảng mã UTF-8.
settings-file-toml = Tệp { $path } viết sai { $line ->
        [0] ở cuối tệp
       *[other] ở dòng { $line }
    }: có thể thiếu dấu ngoặc hoặc dấu bằng.

check-wrong = ✗ { $what }
check-database-ok = ✓ Cơ sở dữ liệu dùng được.
check-no-public-url = • Chưa đặt PUBLIC_URL: liên kết mời sẽ là { $page }, chỉ mở được trên máy này.
check-sessions-ok = ✓ Bản nháp giữ trong bộ nhớ, không ghi ra đĩa; khởi động lại chương trình không mất.
check-sessions-memory = • Máy này không có thư mục trong bộ nhớ: khởi động lại chương trình sẽ mất bản nháp chưa gửi.
check-organisation = ✓ Tổ chức: { $name }, { $units } đơn vị.
check-no-office = ✗ Chưa có ai giữ vai trò văn phòng. Chạy: doithoai invite office
check-no-leader = ✗ Chưa có lãnh đạo nào. Chạy: doithoai invite leader
check-empty-units = • Chưa có cán bộ xử lý ở: { $units }. Việc của các đơn vị này sẽ báo về văn phòng. Chạy: doithoai invite officer --unit MÃ
check-ready = ✓ Sẵn sàng. Chạy: doithoai run
check-not-ready = ✗ Chưa sẵn sàng. Anh/Chị làm các dòng có dấu ✗ rồi chạy lại: doithoai check

cli-outbox-empty = Không có tin nào đang chờ, không có tin nào gửi hỏng.
cli-outbox-waiting = { $channel ->
        [is-empty] Người gửi ẩn danh
       *[other] { $channel }
    }: { $count } tin { $priority ->
        [alarm] báo khẩn
        [answer] trả lời
        [task] giao việc
        [reminder] nhắc việc
       *[broadcast] thông báo chung
    } đang chờ{ $retried ->
        [is-empty] .
       *[other] , trong đó { $retried } tin đã gửi thử mà chưa được (lâu nhất đã { $minutes } phút).
    }
cli-outbox-silent = { $channel }: nền tảng yêu cầu tạm dừng gửi đến { $until }.
cli-outbox-failed = { $channel ->
        [is-empty] Không rõ kênh
       *[other] { $channel }
    }: { $count } tin gửi hỏng ({ $reason ->
        [blocked] người nhận đã chặn
        [gone] tài khoản không còn
        [no-address] người nhận đã rời đi
        [no-key] khóa mở địa chỉ đã mất
        [other-key] địa chỉ được khóa bằng khóa cũ
        [moved-address] địa chỉ không mở được
        [moved-contents] nội dung bị dời chỗ, không mở được
        [refused] nền tảng không nhận
        [gave-up] thử nhiều lần không được
       *[other] { $reason }
    }).

cli-audit-whole = Nhật ký nguyên vẹn: { $number } dòng. Mã của dòng cuối: { $head }
cli-audit-broken = Nhật ký bị sửa, thêm hoặc cắt ở dòng { $number }. Dòng cuối cùng còn đúng: { $last }.
cli-audit-head-unreadable = Không đọc được { $path }: tệp ghi dòng cuối của nhật ký đã bị sửa.

cli-erasures-none = Chưa có gì bị xóa.
cli-erasure = { $day } · { $what ->
    [contents] nội dung ý kiến { $code }
    [address] địa chỉ trả lời của ý kiến { $code }
   *[other] nội dung { $number } tin không gửi được
 } · { $why ->
    [author] theo ý người gửi
    [office] do văn phòng xóa
   *[other] hết hạn lưu
 }
