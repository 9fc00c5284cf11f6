// A controller for VS Code's notebooks: sends a cell to a kernel of a Jupyter server, and shows what comes back.
// The server's address is a file in the folder that is open, kernel.json: {"base": "http://127.0.0.1:8888", "token": "..."}.

const vscode = require("vscode");

const TEXT = new TextEncoder();
const bytes = (data, mime) =>
  mime.startsWith("image/") && mime !== "image/svg+xml"
    ? Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0))
    : TEXT.encode(typeof data === "string" ? data : JSON.stringify(data));

async function connected() {
  const [folder] = vscode.workspace.workspaceFolders;
  const file = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder.uri, "kernel.json"));
  const { base, token } = JSON.parse(new TextDecoder().decode(file));
  const started = await fetch(`${base}/api/kernels?token=${token}`, {
    method: "POST",
    body: JSON.stringify({ name: "python3", path: "chapters" }),
  });
  const { id } = await started.json();
  const socket = new WebSocket(`${base.replace("http", "ws")}/api/kernels/${id}/channels?token=${token}`);
  const waiting = new Map();
  socket.onmessage = ({ data }) => {
    if (typeof data !== "string") return; // a message with buffers: a widget's state, which nobody takes here
    const message = JSON.parse(data);
    waiting.get(message.parent_header?.msg_id)?.(message);
  };
  await new Promise((opened, failed) => Object.assign(socket, { onopen: opened, onerror: failed }));
  return { socket, waiting };
}

function activate(context) {
  const controller = vscode.notebooks.createNotebookController("book", "jupyter-notebook", "A Jupyter server");
  controller.supportedLanguages = ["python"];
  let kernel = null;
  let count = 0;

  async function run(cell) {
    kernel ??= connected();
    const { socket, waiting } = await kernel;
    const execution = controller.createNotebookCellExecution(cell);
    execution.executionOrder = ++count;
    execution.start(Date.now());
    await execution.clearOutput();
    const id = crypto.randomUUID();
    const header = { msg_id: id, msg_type: "execute_request", username: "", session: "book", version: "5.3", date: "" };
    const content = { code: cell.document.getText(), silent: false, store_history: true, stop_on_error: false };
    let failed = false;
    await new Promise((done) => {
      waiting.set(id, ({ msg_type: kind, content: said }) => {
        const { NotebookCellOutput: Output, NotebookCellOutputItem: Item } = vscode;
        if (kind === "display_data" || kind === "execute_result") {
          const items = Object.entries(said.data).map(([mime, data]) => new Item(bytes(data, mime), mime));
          execution.appendOutput(new Output(items, said.metadata));
        } else if (kind === "stream") execution.appendOutput(new Output([Item.stdout(said.text)]));
        else if (kind === "error") {
          failed = true;
          execution.appendOutput(new Output([Item.error({ name: said.ename, message: said.evalue, stack: "" })]));
        } else if (kind === "status" && said.execution_state === "idle") done();
      });
      const message = { header, parent_header: {}, metadata: {}, content, channel: "shell", buffers: [] };
      socket.send(JSON.stringify(message));
    });
    waiting.delete(id);
    execution.end(!failed, Date.now());
  }

  let last = Promise.resolve();
  controller.executeHandler = (cells) => {
    for (const cell of cells) last = last.then(() => run(cell));
    return last;
  };
  context.subscriptions.push(controller);
}

module.exports = { activate };
