"use strict";

// The pages that a link in a mail opens. The token comes in the fragment and must not stay there,
// nor in the browser's history.
const token = window.location.hash.slice(1);
window.history.replaceState(null, "", window.location.pathname);

const page = document.body.dataset.page;
const byId = (id) => document.getElementById(id);
const form = byId("form");
const submit = byId("submit");
const GONE =
  "This link does not hold any more: it was used, replaced or withdrawn, or is too old. Ask for another one.";

function notice(text, bad) {
  const element = byId("notice");
  element.textContent = text;
  element.classList.toggle("bad", bad);
  element.hidden = text === "";
}

function fieldError(field, text) {
  field.querySelector(".error").textContent = text;
  field.querySelector("input").setAttribute("aria-invalid", text === "" ? "false" : "true");
}

const fields = () => Array.from(form.querySelectorAll(".field"));
const value = (id) => (byId(id) === null ? undefined : byId(id).value.trim());

/** Shows each problem at its field; what has none goes above the form. */
function showProblems(problem) {
  const rest = [];
  for (const one of problem.problems || []) {
    const field = fields().find((f) => f.dataset.pointer === one.pointer);
    if (field) {
      fieldError(field, one.message);
    } else {
      rest.push(one.message);
    }
  }
  const first = form.querySelector("[aria-invalid=true]");
  if (first) {
    first.focus();
  }
  notice(rest.length > 0 || !first ? [problem.detail, ...rest].filter(Boolean).join(" ") : "", true);
}

function missing() {
  let first = null;
  for (const field of fields()) {
    const input = field.querySelector("input");
    fieldError(field, input.validity.valueMissing ? "Please fill this in." : "");
    first = first || (input.validity.valueMissing ? input : null);
  }
  if (first) {
    first.focus();
  }
  return first !== null;
}

async function answerOf(response) {
  try {
    return await response.json();
  } catch {
    return { detail: "The server answered " + response.status + "." };
  }
}

function post(path, body) {
  return fetch("/api/v1/" + path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

const requests = {
  invitation: () =>
    post("invitations/accept", {
      token,
      firstName: value("firstName"),
      lastName: value("lastName"),
      password: byId("password").value,
    }),
  "reset-password": () =>
    post("password-resets/complete", { token, password: byId("password").value }),
  "confirm-email": () => post("email-confirmations", { token }),
};

async function send(event) {
  event.preventDefault();
  notice("", false);
  if (missing()) {
    return;
  }
  submit.disabled = true;
  try {
    const response = await requests[page]();
    if (response.ok) {
      form.hidden = true;
      form.reset();
      byId("done").hidden = false;
      byId("done").focus();
    } else if (response.status === 404) {
      form.hidden = true;
      notice(GONE, true);
    } else {
      showProblems(await answerOf(response));
    }
  } catch {
    notice("The server cannot be reached. Check your connection and try again.", true);
  } finally {
    submit.disabled = false;
  }
}

function reveal() {
  const password = byId("password");
  const show = password.type === "password";
  password.type = show ? "text" : "password";
  byId("reveal").textContent = show ? "Hide" : "Show";
  byId("reveal").setAttribute("aria-pressed", String(show));
}

/** Whose invitation it is; false when the link does not hold. */
async function look() {
  const response = await post("invitations/lookup", { token });
  if (response.status === 404 || response.status === 422) {
    return false;
  }
  const offer = await answerOf(response);
  if (!response.ok) {
    notice(offer.detail, true);
    return true;
  }
  byId("title").textContent = "Join " + offer.organization;
  document.title = "Join " + offer.organization;
  byId("inviter").textContent = offer.invitedBy;
  byId("organization").textContent = offer.organization;
  byId("role").textContent = offer.role;
  byId("email").textContent = offer.email;
  byId("username").value = offer.email;
  return true;
}

async function begin() {
  form.addEventListener("submit", send);
  if (byId("reveal") !== null) {
    byId("reveal").addEventListener("click", reveal);
  }
  try {
    if (token === "" || (page === "invitation" && !(await look()))) {
      notice(token === "" ? "Open the link in the mail once more." : GONE, true);
      return;
    }
  } catch {
    notice("The server cannot be reached. Check your connection and open the link once more.", true);
    return;
  }
  form.hidden = false;
  const first = form.querySelector("input:not([hidden])") || submit;
  first.focus();
}

begin();
