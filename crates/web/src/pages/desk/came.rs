//! How a message came, in words.

use store::{Item, ItemWay};

use crate::words;

/// Returns what is to be known of how a message came: who handed it in, and each way if there were several.
pub(crate) fn came(item: &Item) -> Vec<(&'static str, String)> {
    let mut said: Vec<(&'static str, String)> = Vec::new();
    let mut handed_in: Vec<&str> = Vec::new();
    for way in &item.ways {
        let name = way.handed_in.name.as_str();
        if !name.is_empty() && !handed_in.contains(&name) {
            handed_in.push(name);
        }
    }
    if !handed_in.is_empty() {
        said.push(("Handed in by", handed_in.join(", ")));
    }
    if item.ways.len() > 1 {
        let one = |way: &ItemWay| {
            let to = if way.envelope_to.is_empty() { "" } else { " to " };
            format!("{}{to}{}, {}", way.way, way.envelope_to, words::instant(way.at))
        };
        said.push(("Came", item.ways.iter().map(one).collect::<Vec<_>>().join("; ")));
    }
    said
}
