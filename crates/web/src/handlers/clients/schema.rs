//! `…/schema/`: what the objects of a resource hold, and what may be asked of them.

use serde_json::{Map, Value, json};
use store::datatracker::{Field, Kind, Resource, resource};

use super::address;
use super::asked::USUAL_LIMIT;

/// Returns the schema of a resource.
pub(super) fn of(of: &Resource) -> Value {
    let mut fields: Vec<(&str, Value)> =
        of.fields.iter().map(|field| (field.name, described(field, of))).collect();
    fields.push((
        "resource_uri",
        json!({
            "blank": false, "default": "No default provided.", "help_text": "Its own address.", "nullable": false,
            "primary_key": false, "readonly": true, "type": "string", "unique": false, "verbose_name": "resource uri",
        }),
    ));
    fields.sort_by_key(|(name, _)| *name);
    let fields: Map<String, Value> =
        fields.into_iter().map(|(name, field)| (name.to_owned(), field)).collect();
    let kept = || of.fields.iter().filter(|field| !matches!(field.kind, Kind::Constant(_)));
    let filtering: Map<String, Value> = kept()
        .map(|field| {
            let related = matches!(field.kind, Kind::One(_) | Kind::Many(..));
            // 1 and 2 are the framework's words for all comparisons, and for those of the related objects too.
            (field.name.to_owned(), json!(if related { 2 } else { 1 }))
        })
        .collect();
    let ordering = kept().filter(|field| !matches!(field.kind, Kind::Many(..)));
    json!({
        "allowed_detail_http_methods": ["get"],
        "allowed_list_http_methods": ["get"],
        "default_format": "application/json",
        "default_limit": USUAL_LIMIT,
        "fields": fields,
        "filtering": filtering,
        "ordering": ordering.map(|field| field.name).collect::<Vec<_>>(),
    })
}

fn described(field: &Field, of: &Resource) -> Value {
    let is_key = field.name == of.key;
    let mut described = json!({
        "blank": field.nullable,
        "default": "No default provided.",
        "help_text": field.help,
        "nullable": field.nullable,
        "primary_key": is_key,
        "readonly": true,
        "type": kind(field.kind),
        "unique": is_key,
        "verbose_name": field.name.replace('_', " "),
    });
    if let (Kind::One(target) | Kind::Many(target, _), Value::Object(fields)) =
        (field.kind, &mut described)
    {
        let related = resource(target).map(address).unwrap_or_default();
        fields.insert("related_schema".to_owned(), json!(format!("{related}schema/")));
        let many = matches!(field.kind, Kind::Many(..));
        fields.insert("related_type".to_owned(), json!(if many { "to_many" } else { "to_one" }));
    }
    described
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Integer => "integer",
        Kind::Boolean => "boolean",
        Kind::Day => "date",
        Kind::Time => "datetime",
        Kind::One(_) | Kind::Many(..) => "related",
        Kind::Text | Kind::Constant(_) => "string",
    }
}
