# Who knows what: each sentence is shown by a test, or said not to be promised (tests/handlers/test_knowing.py)
know-title = Who knows what when you choose “Without my name”:
know-desk = The answering department and the leaders read the text only. Nowhere does the system show them who sent it.
know-stored = The system does not store your name or account number with the concern. To bring the answer to where you wrote, it keeps a sealed address; only the part that sends messages can open it.
know-kept = Texts are encrypted on the server. The sealed address is deleted { $address_days } days after the matter has ended, text and files after { $contents_months } months.
know-similar = Whoever is about to send the same may see a sentence the office wrote about it, and the answer; never your own words.
know-files = Pictures and files lose place, device and author names; handwriting, letterheads and all that can be seen stay.
know-telegram = Telegram, the company, knows that you wrote to this system and can read all that is written here.
know-zalo = The company behind Zalo knows who you are, knows that you wrote to this system and can read all that is written here.
know-safer = The web page is more private: use a network of your own, and keep the reply code.
know-page = This page uses no cookies and loads nothing from elsewhere.
know-network = The office network may see that you are using this page. It is better to use a network of your own.
know-operator = Those who run the server can watch while you are typing.
know-style = Your way of writing, or details that only you know, may give you away. The system cannot hide that.
know-law = An authority may ask for data as the law allows.
know-never = Please do not send classified papers, ID numbers or health records here.

command-mydata = my data|data about me
command-consent = consent
command-agree = i agree
command-mycopy = copy of my data|download my data
command-fixdata = correct my data
command-limitdata = restrict my data|object
command-askdata = another wish about my data
command-forgetme = delete my data|delete my account|withdraw consent
command-datarequests = data requests

button-mydata = My data
button-consent = About your consent
button-agree = I agree
button-mycopy = Get a copy
button-fixdata = Correct it
button-limitdata = Restrict, object
button-askdata = Another wish
button-forgetme = Delete, withdraw consent
button-datarequests = Data requests
button-unname = Keep concerns, without name
button-erase-cases = Delete finished concerns too
button-forget = Yes, delete my account

# Whoever changes this changes CONSENT_VERSION as well (storage/domain/rights.py)
consent = { $again ->
    [yes] The consent about your data has been rewritten; please have a look.
   *[no] Please agree that the system may know this account.
 }
    It keeps: the account's address (sealed), role, unit, the month you came in, and your name if the invite has it. Only to bring messages to you; it is given to nobody else.
    A concern without a name is not linked to this account. You can take your consent back at any time: type “my data”. Without it you can still read answers.
consent-given = Noted that you agree. You can take it back at any time: type “my data”.

rights-nobody = The system keeps no data linked to this account.
    A concern without a name belongs to nobody's list: its reply code shows it, and deletes it once the matter has ended. Please type the code.
rights-mine = What the system keeps about you:
    • Name: { $who ->
        [is-empty] none
       *[other] { $who }
    }
    • Language: { $chosen ->
        [en] English
       *[other] Vietnamese
    }
    • Roles: { $posts ->
        [is-empty] none yet
       *[other] { $posts }
    }
    • Came in: { $month }; devices: { $devices }
    • Consent: { $agreed ->
        [is-empty] none yet
       *[other] { $agreed }
    }
    • Concerns with your name: { $cases }{ $requests ->
        [is-empty] {""}
       *[other] {"\u000A"}Waiting for the office:{"\u000A"}{ $requests }
    }
    Concerns without a name are not here: the system does not know whose they are. To see or delete one, type its reply code.
rights-request = • { $wish ->
    [correct] Correct data
    [restrict] Restrict, object
   *[other] Another wish
 }, done by { $date }
rights-copy = A copy of all data linked to you, with the words of your named concerns. The file opens today; whoever holds it can read it.
rights-file = my-data
rights-too-many = Five requests of yours are waiting already. Please wait until the office has dealt with them.
rights-ask-correct = What is to be corrected? For example your right name, or your new unit. The office will do it.
    The language you can change yourself, at once.
rights-ask-restrict = What do you want restricted, or what do you object to? Add the reason if you like.
rights-ask-other = What do you ask about your data?
rights-wish-unreadable = Please write it in words, at most { $limit } characters.
rights-asked = The office has been told. By Decree 356/2025/NĐ-CP it answers within two working days, by { $due }, and is done by { $date }.
rights-forget-ask = Deleting the account takes your consent back: roles, name, address and all your devices are deleted at once. To come back you need a new invite.{ $cases ->
    [0] {""}
   *[other] {"\u000A"}You have { $cases } named concerns. What is open is still answered, without your name; you get codes to read it. For what has ended, choose to keep or delete the text.
 }
rights-forgotten = Your account has been deleted.
rights-codes = Codes to see the concerns that no longer bear your name. Please copy them, the system cannot send them again:
    { $codes }
rights-code = { $code }: { $reply_code }
pin-what-forget = delete your own account

notice-data-asked = { $who ->
    [is-empty] Somebody
   *[other] { $who }
 } asks about personal data ({ $wish ->
    [correct] correct
    [restrict] restrict, object
   *[other] another wish
 }):
    “{ $text }”
    Answer by { $due }; done by { $date }.
notice-data-done = The office has carried out your request about your personal data. Type “my data” to see it.
requests-list = { $count ->
    [0] No request about data is waiting.
   *[other] { $count } requests about data are waiting{ $late ->
        [0] {""}
       *[other] , { $late } of them late
    }. Choose one that has been carried out.
 }
requests-line = { $who }: { $wish ->
    [correct] correct
    [restrict] restrict
   *[other] other
 }, by { $day }{ $late ->
    [yes] {" "}⚠
   *[no] {""}
 }
requests-settled = Noted as done; the person has been told.
