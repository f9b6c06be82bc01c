//! A list of the documents that a text refers to, at its end (DOC-5).

/// What stands before each document of the list.
const MARK: &str = "- ";

/// Returns a text with a list at its end, in place of the one that was put there before; every other character stays.
pub fn with_list(text: &str, title: &str, lines: &[String]) -> String {
    let mut listed = without_list(text, title).to_owned();
    if !listed.is_empty() && !listed.ends_with('\n') {
        listed.push('\n');
    }
    listed.push('\n');
    listed.push_str(title);
    listed.push('\n');
    for line in lines {
        listed.push_str(MARK);
        listed.push_str(line);
        listed.push('\n');
    }
    listed
}

/// Returns a text without the list that [`with_list`] put at its end; without one, all of it.
pub fn without_list<'t>(text: &'t str, title: &str) -> &'t str {
    let heading = format!("\n{title}\n");
    let Some(at) = text.rfind(&heading) else { return text };
    let list = text.get(at + heading.len()..).unwrap_or_default();
    let is_list = !list.is_empty() && list.lines().all(|line| line.starts_with(MARK));
    // What somebody wrote after it is theirs, and so is what only looks like it.
    if is_list { text.get(..at).unwrap_or(text) } else { text }
}
