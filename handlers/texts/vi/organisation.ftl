# Lỗi trong hồ sơ tổ chức của cơ quan. $where là chỗ cần sửa, ví dụ topics.bao_hiem.lead.

organisation-missing = Thiếu mục { $where }.
organisation-empty = Mục { $where } còn trống: cần ít nhất một dòng đúng.
organisation-unknown-field = Mục { $where } không có trong mẫu. Anh/Chị xem có gõ nhầm tên mục không.
organisation-not-text = Mục { $where } phải là chữ trong dấu ngoặc kép, không để trống.
organisation-not-texts = Mục { $where } chỉ nhận chữ trong dấu ngoặc kép, không có dòng trống.
organisation-not-list = Mục { $where } phải là danh sách trong ngoặc vuông.
organisation-not-table = Mục { $where } phải là một nhóm mục, như trong tệp mẫu.
organisation-not-flag = Mục { $where } chỉ nhận true (có) hoặc false (không).
organisation-not-number = Mục { $where } phải là số nguyên từ { $low } đến { $high }.
organisation-not-dates = Mục { $where } có ngày sai. Ngày viết năm-tháng-ngày, ví dụ 2026-01-31.
organisation-not-one-of = Mục { $where } ghi “{ $value }”, nhưng chỉ nhận: { $known }.
organisation-bad-code = Mã “{ $value }” ở { $where } không hợp lệ. Mã bắt đầu bằng chữ cái, chỉ gồm chữ không dấu, số và dấu gạch dưới, dài nhất 32 ký tự.
organisation-bad-hours = Mục { $where } có khoảng giờ “{ $value }” chưa đúng. Khoảng giờ viết 07:30-11:30, theo thứ tự trong ngày, không chồng nhau.
organisation-not-numbers = Mục { $where } chỉ nhận các số nguyên từ { $low } đến { $high }, trong ngoặc vuông.
organisation-bad-quiet-hours = Mục { $where } có khoảng giờ “{ $value }” chưa đúng. Khoảng giờ viết 20:00-07:00, được kéo qua nửa đêm.
organisation-bad-slot = Mục { $where } có giờ “{ $value }” chưa đúng. Giờ viết 08:00.
organisation-always-quiet = Mục { $where } chiếm hết cả ngày, không còn giờ nào gửi được lời nhắc. Anh/Chị bớt lại.
organisation-seasons-overlap = Mục { $where }: ngày { $value } thuộc hai mùa. Anh/Chị sửa ngày bắt đầu hoặc ngày kết thúc.
organisation-not-day-of-year = Mục { $where } ghi “{ $value }”. Ngày trong năm viết ngày/tháng, ví dụ 16/4.
organisation-ladder-order = Mục { $where } cần bốn số ngày tăng dần: head, office, chair, secretary.
organisation-ladder-length = Mục { $where } cần đúng { $count } đơn vị, từ bậc thấp đến bậc cao.
organisation-lead-supports-itself = Mục { $where }: { $value } đã chủ trì, không ghi lại ở phần phối hợp.
organisation-no-other-topic = Mục { $where } thiếu lĩnh vực có mã “{ $value }” dành cho ý kiến không thuộc lĩnh vực nào.
organisation-name-twice = Trong { $where }, tên hoặc mã “{ $value }” được dùng hai lần.
organisation-day-twice = Ngày { $value } vừa ghi là ngày nghỉ, vừa ghi ở { $where }. Anh/Chị bỏ một chỗ.
