//! Programs that ask the API, and what the document of the API says of their answers.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use operations::{NewToken, Visitor, make_token};
use rules::Scope;
use serde_json::{Value, json};

use crate::desk_world::{World, now};
use crate::support::Answer;

/// A program with somebody's token, or with none.
pub(crate) struct Program<'w> {
    world: &'w World,
    token: String,
}

impl World {
    /// Returns a program with a token of somebody, by first name, that reaches as far as it can.
    pub(crate) async fn program(&self, first: &str) -> Program<'_> {
        self.program_with(first, &Scope::ALL).await
    }

    /// Returns a program with a token of some scopes.
    pub(crate) async fn program_with(&self, first: &str, scopes: &[Scope]) -> Program<'_> {
        if first.is_empty() {
            return Program { world: self, token: String::new() };
        }
        let address = format!("{first}@example.org");
        let person = self.desk.store.reader().person_by_address(&address).await.unwrap();
        let new = NewToken { name: "Test".to_owned(), scopes: scopes.to_vec(), days: 30 };
        let visitor = Visitor::default();
        let token = make_token(&self.desk, person.unwrap(), &new, &visitor, now()).await;
        Program { world: self, token: token.unwrap() }
    }
}

impl Program<'_> {
    /// Sends a request with further headers.
    pub(crate) async fn ask(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Value>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        if !self.token.is_empty() {
            request = request.header("authorization", format!("Bearer {}", self.token));
        }
        if body.is_some() {
            request = request.header("content-type", "application/json");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = body.map_or(Body::empty(), |body| Body::from(body.to_string()));
        self.world.ask(request.body(body).unwrap()).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], None).await
    }

    /// Reads what is there.
    pub(crate) async fn read(&self, path: &str) -> Value {
        let answer = self.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
        answer.json()
    }

    /// Does something with a statement as it stands now.
    pub(crate) async fn act(&self, number: i64, verb: &str, body: Value) -> Answer {
        let tag = self.get(&format!("/api/statements/{number}")).await.header("etag").to_owned();
        let headers = [("if-match", tag.as_str())];
        let headers = if tag.is_empty() { &[("if-match", "\"0\"")] } else { &headers };
        self.ask("POST", &format!("/api/statements/{number}/{verb}"), headers, Some(body)).await
    }
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| json!(self.text()))
    }
}

/// Says where a value is not what a schema of the document says; empty if it is.
pub(crate) fn faults(document: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    if let Some(name) = schema["$ref"].as_str() {
        let pointer = name.trim_start_matches('#');
        let Some(found) = document.pointer(pointer) else {
            return vec![format!("{name} is nowhere")];
        };
        return faults(document, found, value, at);
    }
    let mut found = Vec::new();
    for part in schema["allOf"].as_array().into_iter().flatten() {
        found.extend(faults(document, part, value, at));
    }
    for key in ["oneOf", "anyOf"] {
        if let Some(some) = schema[key].as_array() {
            let fits =
                some.iter().filter(|one| faults(document, one, value, at).is_empty()).count();
            if fits == 0 || (key == "oneOf" && fits > 1) {
                found.push(format!("{at}: {fits} of {key} fit {value}"));
            }
        }
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(some) => some.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let is = |kind: &str| match value {
        Value::Null => kind == "null",
        Value::Bool(_) => kind == "boolean",
        Value::Number(number) => kind == "number" || (kind == "integer" && !number.is_f64()),
        Value::String(_) => kind == "string",
        Value::Array(_) => kind == "array",
        Value::Object(_) => kind == "object",
    };
    if !types.is_empty() && !types.iter().any(|kind| is(kind)) {
        found.push(format!("{at}: {value} is not {types:?}"));
    }
    if let Some(some) = schema["enum"].as_array()
        && !some.contains(value)
    {
        found.push(format!("{at}: {value} is none of {some:?}"));
    }
    if let Value::Object(fields) = value {
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !fields.contains_key(name) {
                found.push(format!("{at}: {name} is missing"));
            }
        }
        for (name, field) in fields {
            if let Some(schema) = schema["properties"].get(name) {
                found.extend(faults(document, schema, field, &format!("{at}.{name}")));
            }
        }
    }
    for item in value.as_array().into_iter().flatten() {
        if schema.get("items").is_some() {
            found.extend(faults(document, &schema["items"], item, &format!("{at}[]")));
        }
    }
    found
}

/// Says where a successful answer is not what the document says of an operation.
pub(crate) fn answer_faults(document: &Value, operation: &Value, answer: &Answer) -> Vec<String> {
    let status = answer.status.as_u16().to_string();
    let Some(said) = operation["responses"].get(&status) else {
        return vec![format!("the document says nothing of {status}: {}", answer.text())];
    };
    let schema = &said["content"]["application/json"]["schema"];
    if schema.is_null() { Vec::new() } else { faults(document, schema, &answer.json(), "") }
}
