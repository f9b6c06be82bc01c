//! Whether others can read what is not theirs: settings, secrets, data.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use store::Database;

use super::Finding;
use crate::settings::Settings;

pub(super) fn look(settings: &Settings, config: Option<&Path>) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    if let Some(config) = config {
        found.push(Finding::fine("settings", format!("{} can be used", config.display())));
        found.extend(of_settings(config));
    }
    let mut directories: Vec<PathBuf> =
        settings.place.files.directory().map(Path::to_owned).into_iter().collect();
    if let Database::Sqlite(path) = &settings.place.database {
        directories.extend(path.parent().map(Path::to_owned));
        found.extend(of_keys(path.parent().unwrap_or(Path::new("."))));
    }
    found.extend(directories.iter().filter_map(|directory| of_directory(directory)));
    found
}

/// The settings, if a password is in them, and every file of a secret that they name.
fn of_settings(config: &Path) -> Vec<Finding> {
    let text = std::fs::read_to_string(config).unwrap_or_default();
    let table: toml::Table = text.parse().unwrap_or_default();
    let database = table.get("database").and_then(toml::Value::as_str).unwrap_or_default();
    let has_password = database.split_once("://").is_some_and(|(_, rest)| {
        rest.split_once('@').is_some_and(|(login, _)| login.contains(':'))
    });
    let mut names = Vec::new();
    secret_files(&toml::Value::Table(table), &mut names);
    let beside = config.parent().unwrap_or(Path::new(""));
    let mut files: Vec<PathBuf> = names.iter().map(|name| beside.join(name)).collect();
    files.extend(has_password.then(|| config.to_owned()));
    files.iter().map(|file| of_secret(file)).collect()
}

/// Finds the files that the settings name for the secrets in them: each `…_file` but certificates, which everybody may read.
fn secret_files(value: &toml::Value, found: &mut Vec<String>) {
    match value {
        toml::Value::Table(table) => {
            for (key, value) in table {
                match value.as_str() {
                    Some(file) if key.ends_with("_file") && key != "ca_file" => {
                        found.push(file.to_owned())
                    }
                    _ => secret_files(value, found),
                }
            }
        }
        toml::Value::Array(all) => all.iter().for_each(|value| secret_files(value, found)),
        _ => {}
    }
}

fn of_secret(file: &Path) -> Finding {
    let shown = file.display();
    match mode(file) {
        None => Finding::wrong(
            "secrets",
            format!("{shown} cannot be looked at"),
            "let the user who runs the service read it",
        ),
        Some(mode) if mode & 0o007 != 0 => Finding::wrong(
            "secrets",
            format!("everybody here can read {shown}"),
            format!("chmod o= {shown}"),
        ),
        Some(_) => Finding::fine("secrets", format!("{shown} is not for everybody")),
    }
}

/// Keys that lie beside the database.
fn of_keys(directory: &Path) -> Vec<Finding> {
    let Ok(entries) = std::fs::read_dir(directory) else { return Vec::new() };
    let files = entries.flatten().map(|entry| entry.path());
    let keys = files.filter(|path| path.extension().is_some_and(|its| its == "key"));
    keys.map(|key| of_secret(&key)).collect()
}

/// Drafts and letters that are not public lie there.
fn of_directory(directory: &Path) -> Option<Finding> {
    let shown = directory.display();
    let mode = mode(directory)?;
    Some(match mode {
        mode if mode & 0o002 != 0 => Finding::wrong(
            "data",
            format!("everybody here can write to {shown}"),
            format!("chmod o= {shown}"),
        ),
        mode if mode & 0o005 != 0 && is_open_above(directory) => Finding::warn(
            "data",
            format!("everybody here can read {shown}, with what is not public yet"),
            format!("chmod o= {shown}"),
        ),
        _ => Finding::fine("data", format!("{shown} is not for everybody")),
    })
}

/// Says whether everybody may enter all directories above.
fn is_open_above(directory: &Path) -> bool {
    let absolute = std::path::absolute(directory).unwrap_or_else(|_| directory.to_owned());
    absolute.ancestors().skip(1).all(|above| mode(above).is_none_or(|mode| mode & 0o001 != 0))
}

fn mode(path: &Path) -> Option<u32> {
    std::fs::metadata(path).ok().map(|about| about.permissions().mode())
}
