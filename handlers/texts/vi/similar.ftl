# Việc tương tự: cho người sắp gửi xem, theo dõi thay vì gửi riêng; tóm tắt, gộp và tách của văn phòng.

similar-ask = Trước khi gửi, Anh/Chị xem giúp: có thể việc này đã có người nêu.
    { $cases }
    Đúng việc của mình thì Anh/Chị bấm theo dõi: vẫn có mã riêng và nhận chung câu trả lời; nội dung Anh/Chị viết được chuyển kèm.
similar-line = { $number }. “{ $summary }” (vì cùng nói về: { $because }). { $answer ->
        [is-empty] Đang xử lý.
       *[other] Đã trả lời { $date }: “{ $answer }”
    }{ $followers ->
        [0] {""}
       *[other] {" "}Ít nhất { $followers } người cùng theo dõi.
    }
button-follow = Tôi cũng gặp việc { $number }, theo dõi
button-alone = Vẫn gửi riêng
similar-gone = Việc này không còn để theo dõi. Anh/Chị bấm “Vẫn gửi riêng” giúp.
similar-followed-named = ✅ Đã theo dõi. Mã của Anh/Chị: { $code }
    { $department } trả lời chung{ $due ->
        [is-empty] {""}
       *[other] , hạn { $due }
    }. Có câu trả lời, hệ thống báo Anh/Chị ngay.
similar-followed-anonymous = ✅ Đã theo dõi, không ghi tên. Mã của Anh/Chị: { $code }
    { $department } trả lời chung{ $due ->
        [is-empty] {""}
       *[other] , hạn { $due }
    }. Có câu trả lời, hệ thống báo tại đây.
    Mã nhận trả lời: { $reply_code }
    Anh/Chị giữ kín và lưu mã này: { $channel ->
        [web] khi đã đóng trang, chỉ mã này mở được câu trả lời.
       *[other] đổi máy hay mất cuộc trò chuyện này thì chỉ mã này mở được câu trả lời.
    }
similar-answered = { $unit } đã trả lời { $date }:
    { $answer }

    Câu trả lời đã rõ chưa ạ?

similar-ask-summary = Anh/Chị tóm tắt { $code } bằng một câu của văn phòng, tối đa 200 ký tự. Người khác sẽ đọc câu này: xin không chép lời người gửi, không ghi tên, số điện thoại, chức vụ của ai.
    “{ $body }”{ $summary ->
        [is-empty] {""}
       *[other] {"\u000A"}Tóm tắt hiện có: { $summary }
    }
similar-summed-up = Đã lưu tóm tắt { $code }: “{ $summary }”
    Ai sắp gửi việc giống vậy sẽ thấy câu này và câu trả lời.
similar-reason = { $code }: giống { $percent } %, vì cùng nói về: { $because }
similar-joined = { $code } được trả lời chung cho { $count } ý kiến đã gộp:
similar-joined-case = { $code } · { $signature ->
        [is-empty] Không ghi tên
       *[other] { $signature }
    }
    “{ $body }”
similar-separated = Đã tách { $code } ra xử lý riêng, hạn { $due }. Người gửi sẽ được báo.
entry-summary = { $day } · { $unit } tóm tắt: { $text }
action-sum = Tóm tắt
action-joined = Xem ý kiến đã gộp
action-separate = Tách ra
notice-joined = ➕ Thêm một ý kiến được gộp vào { $code }, trả lời chung:
    “{ $summary }”
notice-merged-away = { $code } đã được gộp để trả lời chung với { $into } ({ $department }). Đơn vị không cần trả lời riêng nữa.
error-summary-long = Tóm tắt dài quá { $limit } ký tự. Anh/Chị rút gọn giúp.
error-summary-names = Tóm tắt có tên, số điện thoại hoặc địa chỉ. Anh/Chị bỏ ra giúp: người khác sẽ đọc câu này.
error-summary-copied = Tóm tắt đang chép nguyên lời người gửi. Anh/Chị viết lại bằng lời của văn phòng giúp.
