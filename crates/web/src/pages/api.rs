//! The page of the API: every operation with its parameters, its scope and an example, and a form to try it.

use std::sync::LazyLock;

use askama::Template;
use serde_json::Value;

use crate::pieces::Told;
use crate::view::View;

/// Every operation of the API.
#[derive(Debug, Template)]
#[template(path = "api.html")]
pub(crate) struct ApiPage {
    view: View,
    parts: &'static [Part],
}

/// Operations about one thing.
#[derive(Debug)]
struct Part {
    name: String,
    operations: Vec<Operation>,
}

/// What can be asked or done.
#[derive(Debug)]
struct Operation {
    id: String,
    method: String,
    path: String,
    title: String,
    about: Told,
    /// The scope that it needs; empty if it needs no token.
    scope: String,
    parameters: Vec<Parameter>,
    fields: Vec<Parameter>,
    /// The type of what is sent; empty if nothing is.
    sends: String,
}

/// A parameter, or a field of what is sent.
#[derive(Debug)]
struct Parameter {
    name: String,
    /// `path`, `query`, `header`; for a field, its type.
    place: String,
    is_required: bool,
    about: Told,
}

static PARTS: LazyLock<Vec<Part>> = LazyLock::new(|| {
    let document = serde_json::to_value(crate::openapi()).unwrap_or_default();
    let mut parts: Vec<Part> = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for (method, said) in item.as_object().into_iter().flatten() {
            let Some(tag) = said["tags"][0].as_str() else { continue };
            let operation = operation(&document, path, method, said);
            match parts.iter_mut().find(|part| part.name == tag) {
                Some(part) => part.operations.push(operation),
                None => parts.push(Part { name: tag.to_owned(), operations: vec![operation] }),
            }
        }
    }
    parts
});

impl ApiPage {
    pub(crate) fn of(view: View) -> Self {
        Self { view, parts: &PARTS }
    }

    pub(crate) fn sample() -> Self {
        Self::of(View::sample("/api"))
    }
}

impl Operation {
    /// Returns how curl does it.
    fn curl(&self, base: &str) -> String {
        let mut words = vec!["curl".to_owned()];
        if self.method != "GET" {
            words.push(format!("-X {}", self.method));
        }
        if !self.scope.is_empty() {
            words.push("-H 'Authorization: Bearer TOKEN'".to_owned());
        }
        if self.parameters.iter().any(|one| one.name == "If-Match") {
            words.push("-H 'If-Match: ETAG'".to_owned());
        }
        match self.sends.as_str() {
            "" => {}
            "application/json" => {
                words.push("-H 'Content-Type: application/json' -d '{…}'".to_owned());
            }
            "multipart/form-data" => {
                let needed = self.fields.iter().filter(|field| field.is_required);
                words.extend(needed.map(|field| format!("-F '{}=…'", field.name)));
            }
            other => words.push(format!("-H 'Content-Type: {other}' --data-binary @FILE")),
        }
        words.push(format!("'{base}{}'", self.path));
        words.join(" ")
    }
}

fn operation(document: &Value, path: &str, method: &str, said: &Value) -> Operation {
    let text = |of: &Value| of.as_str().unwrap_or_default().to_owned();
    let parameters = said["parameters"].as_array().into_iter().flatten().map(|one| Parameter {
        name: text(&one["name"]),
        place: text(&one["in"]),
        is_required: one["required"] == true,
        about: Told::of(&text(&one["description"])),
    });
    let content = said["requestBody"]["content"].as_object();
    let (sends, body) = content.and_then(|kinds| kinds.iter().next()).unzip();
    let schema = body.map_or(&Value::Null, |body| &body["schema"]);
    let schema = match schema["$ref"].as_str() {
        Some(name) => document.pointer(name.trim_start_matches('#')).unwrap_or(schema),
        None => schema,
    };
    let needed = |name: &str| {
        schema["required"].as_array().is_some_and(|all| all.iter().any(|one| one == name))
    };
    let fields = schema["properties"].as_object().into_iter().flatten().map(|(name, field)| {
        let about = Told::of(&text(&field["description"]));
        Parameter { name: name.clone(), place: kind(field), is_required: needed(name), about }
    });
    Operation {
        id: text(&said["operationId"]),
        method: method.to_uppercase(),
        path: path.to_owned(),
        title: text(&said["summary"]),
        about: Told::of(&text(&said["description"])),
        scope: text(&said["security"][0]["token"][0]),
        parameters: parameters.collect(),
        fields: fields.collect(),
        sends: sends.cloned().unwrap_or_default(),
    }
}

/// Returns the type of a field in a word.
fn kind(field: &Value) -> String {
    let kind = match &field["type"] {
        Value::Array(some) => some.iter().find_map(|one| one.as_str().filter(|one| *one != "null")),
        one => one.as_str(),
    };
    match kind {
        Some("array") => format!("list of {}", kind_of_items(&field["items"])),
        Some(kind) => kind.to_owned(),
        None => "object".to_owned(),
    }
}

fn kind_of_items(items: &Value) -> String {
    items["type"].as_str().unwrap_or("object").to_owned()
}
