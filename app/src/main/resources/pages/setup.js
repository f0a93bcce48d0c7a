"use strict";

// The one-time token comes in the address and must not stay there, nor in the browser's history.
const address = new URL(window.location.href);
const token =
  new URLSearchParams(address.hash.slice(1)).get("token") || address.searchParams.get("token") || "";
window.history.replaceState(null, "", "/setup");

const byId = (id) => document.getElementById(id);
const form = byId("form");
const submit = byId("submit");

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

const fields = () => Array.from(form.querySelectorAll(".field:not([hidden])"));

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
    const text = input.validity.valueMissing
      ? "Please fill this in."
      : input.validity.typeMismatch
        ? "This is not an e-mail address."
        : "";
    fieldError(field, text);
    first = first || (text === "" ? null : input);
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

async function create(event) {
  event.preventDefault();
  notice("", false);
  if (missing()) {
    return;
  }
  submit.disabled = true;
  try {
    const response = await fetch("/api/v1/setup", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({
        token: token || byId("token").value.trim(),
        organization: byId("organization").value.trim(),
        project: byId("project").value.trim(),
        email: byId("email").value.trim(),
        password: byId("password").value,
      }),
    });
    const answer = await answerOf(response);
    if (response.status === 201) {
      done(answer);
    } else if (response.status === 401) {
      byId("token-field").hidden = false;
      notice(
        "This link does not hold any more. Restart the server: it prints a new one.", true);
    } else {
      showProblems(answer);
    }
  } catch {
    notice("The server cannot be reached. Check that it runs and try again.", true);
  } finally {
    submit.disabled = false;
  }
}

function done(answer) {
  form.hidden = true;
  form.reset();
  byId("done-project").textContent = answer.project.name;
  byId("key").value = answer.apiKey.key;
  byId("done").hidden = false;
  byId("done").focus();
}

async function copy() {
  const key = byId("key");
  try {
    await navigator.clipboard.writeText(key.value);
    byId("copied").textContent = "Copied.";
  } catch {
    // Without HTTPS browsers offer no clipboard: the person copies what is selected.
    key.select();
    byId("copied").textContent = "Selected: press Ctrl+C to copy.";
  }
}

function reveal() {
  const password = byId("password");
  const show = password.type === "password";
  password.type = show ? "text" : "password";
  byId("reveal").textContent = show ? "Hide" : "Show";
  byId("reveal").setAttribute("aria-pressed", String(show));
}

async function begin() {
  form.addEventListener("submit", create);
  byId("copy").addEventListener("click", copy);
  byId("reveal").addEventListener("click", reveal);
  try {
    const state = await answerOf(await fetch("/api/v1/setup"));
    if (state.needed === false) {
      notice("Hawser is already set up. There is nothing left to do here.", false);
      return;
    }
  } catch {
    notice("The server cannot be reached. Check that it runs and reload this page.", true);
    return;
  }
  byId("token-field").hidden = token !== "";
  form.hidden = false;
  byId("organization").focus();
}

begin();
