// What a page can do beyond links and forms. Everything here has a way without it.

const beside = document.getElementById("beside");
let opener = null;

// A citation opens its source beside the text; Escape closes it and goes back to the number.
async function open(link) {
  opener = link;
  document.querySelectorAll(".cite[aria-expanded]").forEach((one) => one.removeAttribute("aria-expanded"));
  link.setAttribute("aria-expanded", "true");
  beside.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(link.href, { headers: { "HX-Request": "true" } });
    if (!answer.ok) throw new Error(answer.statusText);
    beside.innerHTML = await answer.text();
  } catch {
    location.href = link.href;
    return;
  }
  beside.removeAttribute("aria-busy");
  document.body.classList.add("has-beside");
  const quoted = beside.querySelector("#quote");
  beside.scrollTop = quoted ? Math.max(0, quoted.offsetTop - beside.clientHeight / 2) : 0;
  beside.focus({ preventScroll: true });
  // On a small screen the source lies over the page: what it is cited for stays in sight above it.
  const covered = link.getBoundingClientRect().bottom + 12 - beside.getBoundingClientRect().top;
  if (covered > 0 && getComputedStyle(beside).position === "fixed") scrollBy(0, covered);
}

function close() {
  beside.replaceChildren();
  document.body.classList.remove("has-beside");
  opener?.removeAttribute("aria-expanded");
  opener?.focus({ preventScroll: true });
  opener = null;
}

// The note is made by the server, as the file of it is, and goes to the clipboard.
// That of an article has an address; that of an answer is asked for with the form around the button.
function askNote(button) {
  if (button.dataset.copy) return fetch(button.dataset.copy);
  const fields = new URLSearchParams(new FormData(button.form));
  fields.set("to", "note");
  return fetch(button.form.action, { method: "POST", body: fields });
}

async function copyNote(button) {
  let said = "Copied";
  try {
    const text = askNote(button).then((answer) => {
      if (!answer.ok) throw new Error(answer.statusText);
      return answer.blob();
    });
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": text.then((blob) => new Blob([blob], { type: "text/plain" })) })]);
  } catch {
    said = "Not copied: use Save as, plain text";
  }
  button.parentElement.querySelector("[data-said]").textContent = said;
  const label = button.textContent;
  button.textContent = said;
  setTimeout(() => (button.textContent = label), 2500);
}

// Read aloud by the browser itself: what to do now, the answer, and what to ask; a second press stops it.
function readAloud(button) {
  const isReading = button.getAttribute("aria-pressed") === "true";
  speechSynthesis.cancel();
  button.setAttribute("aria-pressed", String(!isReading));
  if (isReading) return;
  const said = button.closest(".turn").querySelectorAll(".card-first, .card li, .lead strong, .part h3, .says, .team h3, .team li");
  const parts = [...said].map((one) => one.textContent.trim());
  parts.forEach((text, i) => {
    const spoken = new SpeechSynthesisUtterance(text);
    spoken.lang = "en";
    if (i === parts.length - 1) spoken.onend = () => button.setAttribute("aria-pressed", "false");
    speechSynthesis.speak(spoken);
  });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-beside]");
  if (link && beside && !event.metaKey && !event.ctrlKey && !event.shiftKey) {
    event.preventDefault();
    if (link === opener) close();
    else open(link);
    return;
  }
  if (event.target.closest("[data-close]")) close();
  if (event.target.closest("[data-print]")) print();
  const listen = event.target.closest("[data-listen]");
  if (listen) readAloud(listen);
  const copy = event.target.closest("[data-copy]");
  if (copy) copyNote(copy);
  const asking = event.target.closest("[data-cancel]")?.closest(".asking");
  if (asking) {
    asking.remove(); // with it goes the stream
    document.body.classList.toggle("has-answer", Boolean(document.querySelector("#thread .turn")));
    [...document.querySelectorAll("#thread textarea")].at(-1)?.focus();
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && opener) close();
  if (event.key === "Enter" && !event.shiftKey && event.target.matches("textarea[name=question]")) {
    event.preventDefault();
    event.target.form.requestSubmit();
  }
});

// An answer that came is read from its card, or from its title; while one is made, the form that asked steps back.
document.addEventListener("htmx:load", (event) => {
  const turn = event.target.closest?.(".turn");
  if (!turn || turn !== event.target) return;
  document.body.classList.add("has-answer");
  const title = turn.querySelector("h2.title");
  if (title) {
    (turn.querySelector(".card-first") ?? title).focus({ preventScroll: true });
    document.title = `${title.textContent} - Curbside`;
  }
  if (turn.dataset.turn === "0") scrollTo(0, 0);
  else turn.scrollIntoView({ block: "start" });
});

// A server that is gone, or a stream that broke, is said and not waited for.
function failed(place) {
  const said = document.createElement("section");
  said.className = "turn problem";
  said.setAttribute("role", "alert");
  said.innerHTML = "<p class=title>No answer now</p><p>The site cannot be reached. Try again in a moment; nothing you wrote was kept.</p>";
  place(said);
}
document.addEventListener("htmx:sendError", () => failed((said) => document.getElementById("thread")?.append(said)));
document.addEventListener("htmx:sseError", (event) => {
  const asking = event.target.closest?.(".asking");
  if (asking?.isConnected) failed((said) => asking.replaceWith(said));
});
