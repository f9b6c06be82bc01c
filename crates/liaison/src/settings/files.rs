//! Where the files are: a directory, or a bucket that several machines share.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use store::{Bucket, FilePlace};

use super::{is_loopback, secret_in};

/// `files = "path"`, or the table `[files]`.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub(super) struct Files(toml::Value);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct BucketTable {
    bucket: String,
    endpoint: Option<String>,
    #[serde(default = "usual_region")]
    region: String,
    #[serde(default)]
    prefix: String,
    access_key: String,
    secret_file: PathBuf,
}

fn usual_region() -> String {
    "us-east-1".to_owned()
}

impl Files {
    pub(super) fn place(self, directory: &Path) -> Result<FilePlace, String> {
        match self.0 {
            toml::Value::String(path) => Ok(FilePlace::Directory(directory.join(path))),
            toml::Value::Table(table) => {
                let table = toml::Value::Table(table).try_into::<BucketTable>();
                table.map_err(|error| format!("files: {error}"))?.place(directory)
            }
            _ => Err("files is neither a path nor a table: write files = \"/var/lib/liaison/files\", or the table \
                      [files] of a bucket"
                .to_owned()),
        }
    }
}

impl BucketTable {
    fn place(self, directory: &Path) -> Result<FilePlace, String> {
        if let Some(endpoint) = &self.endpoint {
            private(endpoint)?;
        }
        Ok(FilePlace::Bucket(Bucket {
            name: self.bucket,
            endpoint: self.endpoint.map(|endpoint| endpoint.trim_end_matches('/').to_owned()),
            region: self.region,
            prefix: self.prefix.trim_matches('/').to_owned(),
            access_key: self.access_key,
            secret: secret_in("files.secret_file", &directory.join(self.secret_file))?,
        }))
    }
}

/// Letters that are not public cross the network, and nobody on the way may read them.
fn private(endpoint: &str) -> Result<(), String> {
    let url = reqwest::Url::parse(endpoint)
        .map_err(|error| format!("files.endpoint is “{endpoint}”, which is no address: {error}"))?;
    match (url.scheme(), url.host_str()) {
        ("https", Some(_)) => Ok(()),
        ("http", Some(host)) if is_loopback(host.trim_matches(['[', ']'])) => Ok(()),
        ("http", Some(_)) => Err(format!(
            "files.endpoint is “{endpoint}”, and the files would cross the network readable: use https://"
        )),
        _ => Err(format!("files.endpoint is “{endpoint}”: write it as https://s3.example.org")),
    }
}
