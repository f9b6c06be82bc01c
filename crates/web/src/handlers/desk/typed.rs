//! What somebody typed into a form, and the files that they chose.

use axum::body::{Body, HttpBody as _};
use axum::extract::multipart::MultipartError;
use axum::extract::{Form, FromRequest, Multipart, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::StreamExt as _;
use jiff::civil::Date;
use operations::StatementForm;
use serde_json::{Map, Value};

use crate::Site;

/// What somebody typed into a form, as it was sent, and the files that they chose.
#[derive(Debug, Default)]
pub(crate) struct Typed {
    fields: Vec<(String, String)>,
    files: Vec<(String, Bytes)>,
}

impl Typed {
    /// Returns what was typed into a field, empty if it was not sent.
    pub(crate) fn one(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(field, _)| field == name);
        found.map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    /// Returns everything that was sent under a name.
    pub(crate) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        let sent = self.fields.iter().filter(move |(field, _)| field == name);
        sent.map(|(_, value)| value.as_str())
    }

    /// Puts a value in the place of what was sent under a name.
    pub(crate) fn put(&mut self, name: &str, value: &str) {
        self.fields.retain(|(field, _)| field != name);
        self.fields.push((name.to_owned(), value.to_owned()));
    }

    /// Returns the numbers that were sent under a name.
    pub(crate) fn numbers(&self, name: &str) -> Vec<i64> {
        let sent = self.fields.iter().filter(|(field, _)| field == name);
        sent.filter_map(|(_, value)| value.parse().ok()).collect()
    }

    /// Returns the revision that the person saw; one that was not sent fits none.
    pub(crate) fn revision(&self) -> i64 {
        self.one("revision").parse().unwrap_or(-1)
    }

    /// Returns a day, or what is wrong with it.
    pub(crate) fn day(&self, name: &str) -> Result<Date, String> {
        let typed = self.one(name).trim();
        match typed.parse() {
            Ok(day) => Ok(day),
            Err(_) if typed.is_empty() => Err("Name the day.".to_owned()),
            Err(_) => Err(format!("“{typed}” is not a day: write it as 2027-01-31.")),
        }
    }

    /// Returns the statement as it was typed; groups are sent one by one, and belong to one field.
    pub(crate) fn statement(&self) -> StatementForm {
        let mut form = Map::new();
        for (name, value) in &self.fields {
            match form.get_mut(name) {
                Some(Value::String(sofar)) if !value.trim().is_empty() => {
                    sofar.push_str(if sofar.is_empty() { "" } else { ", " });
                    sofar.push_str(value);
                }
                Some(_) => {}
                None => {
                    form.insert(name.clone(), Value::String(value.clone()));
                }
            }
        }
        serde_json::from_value(Value::Object(form)).unwrap_or_default()
    }

    /// Takes the files that were chosen: name and bytes.
    pub(crate) fn take_files(&mut self) -> Vec<(String, Bytes)> {
        std::mem::take(&mut self.files)
    }

    /// Reads a form of at most so many bytes as far as it goes, and says whether that was all: what was typed before a file
    /// that is too large is not lost.
    pub(crate) async fn as_far_as(request: Request, site: &Site, most: usize) -> (Self, bool) {
        // Browsers do not look at an answer before they have sent everything.
        const PATIENCE: usize = 4;
        Self::beginning_of(request, site, (most, most.saturating_mul(PATIENCE))).await
    }

    /// Reads a form of at most so many bytes, and says whether that was all; of what is larger nothing more is read.
    pub(crate) async fn up_to(request: Request, site: &Site, most: usize) -> (Self, bool) {
        if request.body().size_hint().lower() > u64::try_from(most).unwrap_or(u64::MAX) {
            return (Self::default(), false);
        }
        Self::beginning_of(request, site, (most, 0)).await
    }

    async fn beginning_of(
        request: Request,
        site: &Site,
        (most, beyond): (usize, usize),
    ) -> (Self, bool) {
        let (parts, body) = request.into_parts();
        let (bytes, is_whole) = beginning(body, most, beyond).await;
        let request = Request::from_parts(parts, Body::from(bytes));
        let kind = request.headers().get(CONTENT_TYPE);
        let is_in_parts = kind
            .and_then(|kind| kind.to_str().ok())
            .is_some_and(|kind| kind.starts_with("multipart/"));
        if !is_in_parts {
            let typed = Self::from_request(request, site).await;
            return (typed.unwrap_or_default(), is_whole);
        }
        let mut typed = Self::default();
        let Ok(parts) = Multipart::from_request(request, site).await else { return (typed, false) };
        let ended = typed.add_parts(parts).await;
        typed.settle();
        (typed, is_whole && ended.is_ok())
    }

    async fn add_parts(&mut self, mut parts: Multipart) -> Result<(), MultipartError> {
        while let Some(part) = parts.next_field().await? {
            let name = part.name().unwrap_or_default().to_owned();
            match part.file_name().map(str::to_owned) {
                // Browsers send a file without a name where none was chosen.
                Some(file) if file.is_empty() => {}
                Some(file) => self.files.push((file, part.bytes().await?)),
                None => {
                    let value = part.bytes().await?;
                    self.fields.push((name, String::from_utf8_lossy(&value).into_owned()));
                }
            }
        }
        Ok(())
    }

    /// Browsers send CRLF for what was typed as one line end.
    fn settle(&mut self) {
        for (_, value) in &mut self.fields {
            if value.contains('\r') {
                *value = value.replace("\r\n", "\n");
            }
        }
    }
}

/// Returns the beginning of what is sent, and whether that is all. What goes beyond is read and thrown away, up to a limit.
async fn beginning(body: Body, most: usize, most_beyond: usize) -> (Bytes, bool) {
    let mut pieces = body.into_data_stream();
    let (mut kept, mut beyond) = (Vec::new(), 0);
    while let Some(piece) = pieces.next().await {
        let Ok(piece) = piece else { return (Bytes::from(kept), false) };
        let fits = most.saturating_sub(kept.len()).min(piece.len());
        kept.extend_from_slice(&piece[..fits]);
        beyond += piece.len() - fits;
        if beyond > most_beyond {
            break;
        }
    }
    (Bytes::from(kept), beyond == 0)
}

impl FromRequest<Site> for Typed {
    type Rejection = Response;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Self::Rejection> {
        let kind = request.headers().get(CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let mut typed = if kind.starts_with("multipart/") {
            let parts = Multipart::from_request(request, site).await;
            let mut typed = Self::default();
            let added = typed.add_parts(parts.map_err(IntoResponse::into_response)?).await;
            added.map_err(IntoResponse::into_response)?;
            typed
        } else if kind.is_empty() {
            // A button without a field is a form too.
            Self::default()
        } else {
            let form = Form::<Vec<(String, String)>>::from_request(request, site).await;
            let Form(fields) = form.map_err(IntoResponse::into_response)?;
            Self { fields, files: Vec::new() }
        };
        if typed.fields.iter().any(|(name, _)| name.len() > 100) {
            return Err(StatusCode::BAD_REQUEST.into_response());
        }
        typed.settle();
        Ok(typed)
    }
}
