// The page shows what the host has, and nothing else: a message appears when the host sends it back, so what is on
// the page is what is recorded. Everything from the host is put in as text, never as markup.

const LONGEST = 16384;
const account = new URLSearchParams(location.search).get("account") ?? document.documentElement.dataset.account;
const channel = `/channels/web/${encodeURIComponent(account)}`;
const at = (id) => document.getElementById(id);
const [state, log, welcome, latest, form, box, send, problem, left] =
  ["state", "log", "welcome", "latest", "form", "box", "send", "problem", "left"].map(at);

// Receiving

const shown = new Set(); // a new connection may repeat what an old one brought
let lastEvent = "";
let pause = 1000;
let following = true; // the reader is at the end and wants to stay there
let retry;
let source;

function connect() {
  clearTimeout(retry);
  source?.close();
  // The browser repeats Last-Event-ID by itself only while it keeps the stream; a new one says it in the address.
  source = new EventSource(`${channel}/events${lastEvent && `?lastEventId=${encodeURIComponent(lastEvent)}`}`);
  source.addEventListener("open", () => {
    pause = 1000;
    say("connected", "Connected");
  });
  source.addEventListener("error", () => {
    if (source.readyState !== EventSource.CLOSED) return say("waiting", "Connection lost, reconnecting…");
    say("lost", `Not connected. Trying again in ${Math.round(pause / 1000)} s; if it stays so, open a new link from the terminal.`);
    retry = setTimeout(connect, pause);
    pause = Math.min(pause * 2, 30000);
  });
  receive("message", showMessage);
  receive("approval", showApproval);
}

function receive(type, show) {
  source.addEventListener(type, (event) => {
    if (event.lastEventId) lastEvent = event.lastEventId;
    const data = JSON.parse(event.data);
    if (shown.has(data.id)) return;
    shown.add(data.id);
    welcome.hidden = true;
    show(data);
    if (following || data.from === "user") toEnd();
    else latest.hidden = false;
  });
}

function toEnd() {
  log.scrollTop = log.scrollHeight;
}

function say(kind, text) {
  state.dataset.state = kind;
  state.textContent = text;
}

// Showing

function element(name, className, text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

function showMessage({ from, text, at: when }) {
  const mine = from === "user";
  const message = element("article", `message ${mine ? "user" : "agent"}`);
  const head = element("p", "head");
  head.append(element("span", "who", mine ? "You" : "Polar"), moment(when));
  const body = element("p", "text", text);
  body.dir = "auto";
  message.append(head, body);
  log.append(message);
}

// What the host asks or says of one request: its card first, then what became of it. Every word of it is the host's.

const cards = new Map();
const BEFORE_PRESSING = 700; // a card that slides under the pointer is not pressed by mistake

function showApproval(request) {
  if (request.state) return cards.get(request.request)?.end(request);
  const card = element("article", "approval");
  const facts = element("dl", "facts");
  for (const [name, value] of request.facts) facts.append(element("dt", "", name), element("dd", "", value));
  card.append(element("h2", "head", request.title), element("p", "target", request.target));
  if (request.arguments) card.append(element("pre", "arguments", request.arguments));
  card.append(facts, element("p", "next", request.note));
  if (request.command) card.append(commandLine(request.command));
  const buttons = request.approve ? decisions(request) : [];
  if (buttons.length) card.append(row(buttons));
  const outcome = element("p", "outcome");
  outcome.setAttribute("role", "status");
  card.append(outcome);
  cards.set(request.request, {
    end: ({ state, said }) => {
      card.dataset.state = state;
      outcome.textContent = said;
      buttons.forEach((button) => button.remove());
    },
  });
  log.append(card);

  function decisions({ approve, deny, target }) {
    const made = [choice("Approve once", "approve", approve), choice("Deny", "deny", deny)];
    setTimeout(() => made.forEach((button) => (button.disabled = false)), BEFORE_PRESSING);
    return made;

    function choice(text, className, value) {
      const button = element("button", className, text);
      button.type = "button";
      button.disabled = true;
      button.setAttribute("aria-label", `${text}: ${target}`);
      button.addEventListener("click", () => press(value));
      return button;
    }

    async function press(value) {
      made.forEach((button) => (button.disabled = true));
      outcome.textContent = "";
      const failed = await pressed(value);
      if (!failed) return;
      outcome.textContent = failed.text;
      if (failed.again) made.forEach((button) => (button.disabled = false));
    }
  }
}

// Nothing if the host took it; otherwise why not, and whether pressing again may help.
async function pressed(value) {
  try {
    const answer = await fetch(`${channel}/approvals`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ press: value }),
      signal: AbortSignal.timeout(15000),
    });
    return answer.ok ? undefined : { text: await reason(answer), again: answer.status >= 500 };
  } catch {
    return { text: "The host did not answer. Press again.", again: true };
  }
}

function row(buttons) {
  const line = element("p", "decisions");
  line.append(...buttons);
  return line;
}

function commandLine(command) {
  const line = element("p", "command");
  line.append(element("span", "", "In a terminal:"), element("code", "", command));
  if (navigator.clipboard) {
    const copy = element("button", "copy", "Copy");
    copy.type = "button";
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(command);
      copy.textContent = "Copied";
    });
    line.append(copy);
  }
  return line;
}

function moment(when) {
  const time = element("time", "");
  const date = new Date(when);
  if (Number.isNaN(date.valueOf())) return time;
  const today = date.toDateString() === new Date().toDateString();
  time.dateTime = date.toISOString();
  time.title = date.toLocaleString();
  time.textContent = date.toLocaleString([], today ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" });
  return time;
}

// Sending

let unsent; // kept until the host has it, so that sending again is a repeat and not a second message

async function submit() {
  const text = box.value;
  if (!text.trim() || send.disabled) return;
  if (unsent?.text !== text) unsent = { id: newId(), text };
  send.disabled = true;
  problem.hidden = true;
  try {
    const answer = await fetch(channel, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(unsent),
      signal: AbortSignal.timeout(15000),
    });
    if (!answer.ok) return complain(await reason(answer));
    unsent = undefined;
    if (box.value === text) box.value = "";
    resize();
  } catch {
    complain("The host did not answer. Your message is still here: send it again.");
  } finally {
    send.disabled = false;
    box.focus();
  }
}

async function reason(answer) {
  const { code, message, hint } = await answer.json().catch(() => ({}));
  if (message) return [`${code}: ${message}`, hint].filter(Boolean).join(". ");
  if (answer.status === 401) return "This session is over: open a new link from the terminal.";
  return `The host answered ${answer.status}.`;
}

function complain(text) {
  problem.textContent = text;
  problem.hidden = false;
}

// Not randomUUID: browsers keep that to secure origins, and a host on a local network may not be one.
function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function resize() {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight + 2, 240)}px`;
  const rest = LONGEST - box.value.length;
  left.textContent = rest < 500 ? `· ${rest} characters left` : "";
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
box.addEventListener("input", resize);
box.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  submit();
});
welcome.addEventListener("click", ({ target }) => {
  if (!target.dataset.say) return;
  box.value = target.dataset.say;
  submit();
});
latest.addEventListener("click", () => {
  toEnd();
  log.focus();
});
log.addEventListener("scroll", () => {
  following = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  if (following) latest.hidden = true;
});
new ResizeObserver(() => following && toEnd()).observe(log); // the form below grows and shrinks
addEventListener("online", connect);
connect();
box.focus();
