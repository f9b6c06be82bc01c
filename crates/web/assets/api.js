// The page of the API: sends what is typed into the form of an operation to this server, and shows its answer.
// Without script the forms stay hidden, and the page is to be read.
"use strict";

const token = document.querySelector("[data-api-token]");

function address(form) {
  const query = new URLSearchParams();
  let path = form.dataset.path;
  for (const input of form.querySelectorAll("input[data-in]")) {
    if (input.dataset.in === "path") path = path.replace(`{${input.name}}`, encodeURIComponent(input.value));
    if (input.dataset.in === "query" && input.value) query.set(input.name, input.value);
  }
  const asked = query.toString();
  return asked ? `${path}?${asked}` : path;
}

function request(form) {
  const headers = new Headers({ Accept: "application/json, application/problem+json" });
  const typed = token.elements.token.value.trim();
  if (typed) headers.set("Authorization", `Bearer ${typed}`);
  for (const input of form.querySelectorAll("input[data-in=header]")) {
    if (input.value) headers.set(input.name, input.value);
  }
  const body = form.querySelector("[data-body]");
  if (body) headers.set("Content-Type", "application/json");
  return { method: form.dataset.method, headers, body: body?.value, credentials: "omit" };
}

async function send(form) {
  const place = form.querySelector("[data-answer]");
  place.hidden = false;
  place.textContent = "…";
  try {
    const answer = await fetch(address(form), request(form));
    const text = await answer.text();
    const tag = answer.headers.get("etag");
    let shown = text;
    try {
      shown = JSON.stringify(JSON.parse(text), null, 2);
    } catch {
      // It is shown as it came.
    }
    place.textContent = `${answer.status} ${answer.statusText}${tag ? `\nETag: ${tag}` : ""}\n\n${shown}`;
  } catch (error) {
    place.textContent = `It could not be sent: ${error.message}`;
  }
}

token.hidden = false;
token.addEventListener("submit", (event) => event.preventDefault());
for (const form of document.querySelectorAll("form[data-api-try]")) {
  if (form.dataset.sends && form.dataset.sends !== "application/json") continue;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
}
