# The page of doithoai simulate: playing users of Zalo or Telegram.

simulator-title = Phones for trying out
simulator-text = Each box is a user. The bot answers while Đối Thoại runs with the variables printed in the terminal.
simulator-name = Name of the user
simulator-add = Add a person
simulator-write = Message
simulator-send = Send
simulator-photo = Photo
simulator-sticker = Sticker
simulator-file = File
simulator-ready = A simulated { $channel } server is ready. Open { $address } to write as a user.
    In another terminal, set these variables and run doithoai run:
simulator-port = Port { $port } cannot be opened: another program uses it. Choose another one: --port NUMBER
