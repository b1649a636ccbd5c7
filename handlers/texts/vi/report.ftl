report-ask-text = Anh/Chị viết nội dung. Càng cụ thể, trả lời càng rõ.
    Có thể gửi nhiều tin và kèm ảnh, tệp (JPG, PNG, WebP, HEIC, PDF, Word, Excel, tin thoại, video; mỗi tệp tối đa 10 MB).
report-kept = Nội dung Anh/Chị viết trước đó vẫn còn. Bấm “Viết tiếp” để gửi.
report-draft-so-far = { $summary ->
        [is-empty] Ý kiến đang viết chưa có nội dung bằng chữ.
       *[other] Ý kiến đang viết: “{ $summary }”
    }
report-added = Đã thêm vào ý kiến.
report-changed = Đã sửa trong ý kiến theo tin Anh/Chị vừa sửa.
report-changed-late = Sửa tin đã gửi không làm đổi nội dung hệ thống đã nhận. Anh/Chị nhắn lại phần cần sửa giúp.
report-changed-since = Chưa gửi, vì ý kiến đã thay đổi sau tin đó.
report-waited-long = Chưa gửi, vì ý kiến đã chờ nhiều ngày. Anh/Chị xem lại và bấm “Gửi” lần nữa.
report-only-files = (Chỉ có tệp đính kèm)
report-ask-mode = Đã nhận nội dung. Còn ý nào, Anh/Chị cứ nhắn tiếp.
    Anh/Chị muốn gửi thế nào?
report-ask-mode-again = Anh/Chị muốn gửi thế nào?
report-ask-name = Anh/Chị cho biết họ tên và đơn vị để ghi vào ý kiến.
report-ask-kind = Ý kiến này thuộc loại nào?
report-ask-where = Việc xảy ra ở đâu, bộ phận nào? (có thể bỏ qua)
report-ask-since = Việc có từ khi nào? (có thể bỏ qua)
report-ask-department = Anh/Chị muốn gửi đến đơn vị nào? Văn phòng sẽ xem lại nếu cần.
report-rewrite = Anh/Chị viết lại toàn bộ nội dung.{ $body ->
        [is-empty] {""}
       *[other] {" "}Bản hiện nay ở ngay dưới, để Anh/Chị sửa.
    }
report-drop-ask = Bỏ ý kiến đang viết? Bỏ rồi thì không lấy lại được.
report-preview = Anh/Chị xem lại trước khi gửi:
    { $summary ->
        [is-empty] Chỉ có tệp đính kèm
       *[other] “{ $summary }”
    }{ $attached ->
        [0] {""}
       *[other] {" "}({ $attached } tệp)
    }
    { $kind } · { $topic }{ $because ->
        [is-empty] {""}
       *[other] {" "}(vì có: { $because })
    } → { $department }. { $mode ->
        [named] Ghi tên: { $name }.
       *[anonymous] Không ghi tên.
    }
report-sent-named = ✅ Đã gửi. Mã: { $code }
    { $department } trả lời, hạn { $due }{ $outside ->
        [is-empty] {""}
       *[other] {" "}(vì ý kiến nêu mốc { $outside })
    }. Nếu chuyển đơn vị khác, văn phòng sẽ báo Anh/Chị.{ $counted ->
        [is-empty] {""}
       *[other] {" "}Ngoài giờ làm việc nên thời hạn tính từ { $counted }.
    }
report-sent-anonymous = ✅ Đã gửi, không ghi tên. Mã: { $code }
    { $department } trả lời, hạn { $due }{ $outside ->
        [is-empty] {""}
       *[other] {" "}(vì ý kiến nêu mốc { $outside })
    }. Nếu chuyển đơn vị khác, văn phòng sẽ báo Anh/Chị.{ $counted ->
        [is-empty] {""}
       *[other] {" "}Ngoài giờ làm việc nên thời hạn tính từ { $counted }.
    }
    Mã nhận trả lời: { $reply_code }
    Anh/Chị giữ kín và lưu mã này: { $channel ->
        [web] khi đã đóng trang, chỉ mã này mở được câu trả lời.
       *[other] đổi máy hay mất cuộc trò chuyện này thì chỉ mã này mở được câu trả lời.
    }
report-draft-gone = Bản nháp không còn nên chưa gửi được. Anh/Chị viết lại giúp.

own-edit-ask = Anh/Chị viết lại nội dung. Bản cũ vẫn được lưu, và ở ngay dưới để Anh/Chị sửa.
own-edited = Đã sửa ý kiến { $code }. Bản cũ vẫn được lưu.
own-reply-ask = Anh/Chị viết câu trả lời.{ $anonymous ->
        [yes] {" "}Anh/Chị vẫn không lộ tên.
       *[no] {""}
    }
own-asked-which = Anh/Chị vừa viết: “{ $summary }”
    Đây là câu trả lời cho { $code }, hay là một ý kiến mới?
own-add-ask = Anh/Chị viết phần bổ sung.{ $anonymous ->
        [yes] {" "}Anh/Chị vẫn không lộ tên.
       *[no] {""}
    }
own-added = Đã thêm vào ý kiến { $code } và báo đơn vị xử lý.
own-withdraw-ask = Rút ý kiến { $code }? Nội dung sẽ không được xử lý nữa.
own-withdraw-unsure = Anh/Chị bấm “Rút ý kiến” để rút, hoặc “Hủy” để giữ lại.
own-alone = Ý kiến { $code } được xem riêng, văn phòng đã được báo. Hạn trả lời { $due }.
own-withdrawn = Đã rút ý kiến { $code }.
own-confirmed = Cảm ơn Anh/Chị. Ý kiến { $code } đã hoàn thành.
own-asked-again = Đã mở lại ý kiến { $code }, hạn mới { $due }.
    Anh/Chị cho biết chỗ chưa rõ (có thể bỏ qua).
own-pushed-back = Đã mở lại ý kiến { $code } và chuyển lên cấp cao hơn, hạn mới { $due }.
    Anh/Chị cho biết chỗ chưa thỏa đáng (có thể bỏ qua).
own-remark-skipped = Vâng. Khi có kết quả, hệ thống sẽ báo Anh/Chị.

list-mine = Ý kiến có ghi tên của Anh/Chị ({ $first }–{ $last } trong { $count }). Ý kiến không ghi tên chỉ mở bằng mã.
empty-mine = Anh/Chị chưa gửi ý kiến nào có ghi tên. Ý kiến không ghi tên chỉ mở bằng mã.
code-ask = Anh/Chị nhập mã ý kiến, hoặc mã nhận trả lời.
code-unreadable = Mã chưa đúng dạng. Mã ý kiến có dạng DT-7K3Q-9XMD; mã nhận trả lời gồm bốn nhóm, mỗi nhóm bốn ký tự.

card-author = { $code } · { $held ->
        [yes] Đã gửi, chưa chuyển đến văn phòng
       *[no] { $status }
    }
    { $kind }. { $open ->
        [yes] { $department } xử lý, hạn { $due }{ $outside ->
            [is-empty] {""}
           *[other] {" "}(vì ý kiến nêu mốc { $outside })
        }.
       *[no] { $department }.
    }
    “{ $body }”{ $talk ->
        [is-empty] {""}
       *[other] {"\u000A"}{ $talk }
    }

    { $history }
event-line = { $day } · { $event }
event-filed = Gửi ý kiến
event-edited = Người gửi sửa nội dung
event-added = Người gửi bổ sung
event-withdrawn = Người gửi rút ý kiến
event-routed = Chuyển { $department }
event-assigned = Lãnh đạo giao { $department }, hạn { $due }
event-accepted = { $department } nhận việc
event-transferred = Chuyển sang { $department }: { $reason }
event-returned = Trả lại văn phòng: { $reason }
event-asked = Hỏi thêm người gửi
event-replied = Người gửi trả lời câu hỏi
event-drafted = Trình lãnh đạo duyệt
event-sent-back = Lãnh đạo yêu cầu sửa: { $reason }
event-answered = Trả lời người gửi
event-confirmed = Người gửi: đã rõ
event-asked-again = Người gửi: còn chỗ chưa rõ, mở lại
event-pushed-back = Người gửi: chưa thỏa đáng, chuyển cấp cao hơn
event-merged = Gộp với ý kiến khác
event-separated = Tách ra xử lý riêng
event-kept-from = Giữ kín với { $department }
event-taken-back = Rút về, chờ chọn nơi xử lý
event-let-in = Bỏ giữ kín với { $department }
event-declined = Không tiếp nhận: { $reason }
event-extended = Gia hạn đến { $due }: { $reason }
event-support-asked = Mời { $department } phối hợp
event-part-added = Đơn vị phối hợp gửi phần mình
