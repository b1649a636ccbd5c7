# Khóa và sao lưu.

keys-running = Đối Thoại đang chạy với thư mục dữ liệu { $path }. Dừng cả hai vai rồi chạy lại lệnh này.
keys-there = Đã có khóa này ({ $path }). Đổi khóa: doithoai keys rotate. Nếu nửa bí mật đã mất hẳn: doithoai keys new delivery --lost
keys-not-lost = Khóa mở địa chỉ vẫn còn ở { $path }. Đổi khóa: doithoai keys rotate delivery
keys-none = Không có khóa bí mật nào ở { $path }.
keys-where = Khóa sao lưu cần --private THU-MUC, tốt nhất trên một thiết bị rời.
keys-new-delivery = Đã tạo khóa mở địa chỉ trong { $path }. Khóa này không có bản sao: nếu mất, người gửi đọc trả lời bằng mã.
keys-new-backup = Đã tạo khóa sao lưu: { $path }/backup.key. Mang tệp này khỏi máy chủ và giữ hai bản ở hai nơi: chỉ nó mở được bản sao lưu.
keys-replaced = Đã tạo khóa mở địa chỉ mới trong { $path }. { $count } địa chỉ cũ không ai mở được nữa đã được bỏ; người gửi đọc trả lời bằng mã. Người có tài khoản cần nhập mã mời lại.
keys-rotated-delivery = Đã niêm phong lại { $count } địa chỉ bằng khóa mới, khóa cũ đã hủy.{ $unopened ->
        [0] {""}
       *[other] {" "}{ $unopened } địa chỉ không mở được nên giữ nguyên.
    }
keys-rotated-contents = Đã bọc lại khóa của { $count } ý kiến và tin chờ, khóa cũ đã hủy. Bản sao lưu cũ không đọc được nữa.
keys-destroy-delivery = Hủy khóa mở địa chỉ ở { $path }. Mất: không gửi được tin nào tới địa chỉ đang có, kể cả cho cán bộ; không ai khôi phục được. Còn: mọi ý kiến và câu trả lời, đọc được bằng mã nhận trả lời.
keys-destroy-backup = Hủy khóa sao lưu ở { $path }. Mất: mọi bản sao lưu đã làm bằng khóa này không mở được nữa.
keys-destroy-prompt = Để hủy, gõ { $name }
keys-kept = Không gõ đúng tên: khóa được giữ nguyên.
keys-destroyed = Đã hủy { $count } tệp khóa.
backup-done = Đã sao lưu vào { $path }: { $rows } dòng, { $keys ->
        [0] không kèm khóa
       *[other] kèm { $keys } khóa
    }. Mang tệp này sang nơi khác.
backup-restored = Đã khôi phục { $rows } dòng và { $keys } khóa. Chạy: doithoai check
backup-no-key = Thư mục { $path } chưa có backup.pub. Tạo khóa sao lưu: doithoai keys new backup --private THU-MUC
backup-nothing = Không có gì để sao lưu: cơ sở dữ liệu theo DATA_DIR ({ $path }) và DATABASE_URL còn trống. Đặt hai biến này như khi chạy chương trình.
backup-broken = { $path } không phải bản sao lưu đầy đủ, đã bị sửa, hoặc không hợp với khóa này. Chưa ghi gì cả.
backup-not-empty = Cơ sở dữ liệu của { $path } đã có dữ liệu. Khôi phục cần một nơi trống: đổi DATA_DIR hoặc DATABASE_URL.
backup-other-keys = Thư mục { $path } có khóa khác với bản sao lưu: { $names }. Khôi phục vào một thư mục khóa trống.
