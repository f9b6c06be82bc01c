//! Reading the words of attachments, so that they can be searched, and making the PDFs that go beside them.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;
use letters::{ConvertError, Converter, Limits, Text, kind_of, text_of};
use operations::{
    Desk, Failure, finish_conversion, finish_pdf, hold_conversion, keep_pdf, take_conversions,
    take_wanted_pdf,
};
use store::ClaimedConversion;

use crate::counting::Job;
use crate::held::held;
use crate::room;
use crate::stop::Stop;

/// How often is looked for new attachments.
const LOOK: Duration = Duration::from_secs(1);
/// How long to wait after a fault of the database, or for room.
const REST: Duration = Duration::from_secs(5);

/// Reads attachments until told to stop, one at a time: the programs that read them are heavy.
pub(crate) async fn run(desk: Desk, converter: Arc<dyn Converter>, mut stop: Stop) {
    while !stop.is_asked() {
        if !room::to_read() {
            stop.pause(REST).await;
            continue;
        }
        match work(&desk, &converter).await {
            Ok(true) => {}
            Ok(false) => stop.pause(LOOK).await,
            Err(failure) => {
                tracing::warn!(%failure, "the words of an attachment, or a PDF of it, could not be kept");
                stop.pause(REST).await;
            }
        }
    }
}

/// Does one thing: a PDF first, for which somebody waits. Says whether there was any.
async fn work(desk: &Desk, converter: &Arc<dyn Converter>) -> Result<bool, Failure> {
    Ok(make_one(desk, converter).await? || convert_one(desk, converter).await?)
}

/// Makes a PDF that somebody wants beside a file (BOD-3).
async fn make_one(desk: &Desk, converter: &Arc<dyn Converter>) -> Result<bool, Failure> {
    let Some((claimed, bytes)) = take_wanted_pdf(desk, Timestamp::now()).await? else {
        return Ok(false);
    };
    let job = Job::begin("pdf");
    let kind = kind_of(&bytes, claimed.name.as_deref().unwrap_or_default());
    let converter = Arc::clone(converter);
    let made = tokio::task::spawn_blocking(move || converter.office_pdf(&bytes, kind)).await;
    let made = made.unwrap_or_else(|_| {
        tracing::error!(statement = %claimed.number, "making a PDF broke off");
        Err(ConvertError::Fault { program: "soffice", said: "it broke off".to_owned() })
    });
    if let Err(why) = &made {
        tracing::warn!(statement = %claimed.number, %why, "no PDF could be made of an attachment");
    }
    let kept = finish_pdf(desk, &claimed, made.map(Bytes::from), Timestamp::now()).await;
    job.end(kept.is_ok());
    kept?;
    Ok(true)
}

async fn convert_one(desk: &Desk, converter: &Arc<dyn Converter>) -> Result<bool, Failure> {
    let Some((claimed, bytes)) = take_conversions(desk, 1, Timestamp::now()).await?.pop() else {
        return Ok(false);
    };
    let job = Job::begin("conversion");
    let hold = || hold_conversion(desk, &claimed, Timestamp::now());
    if claimed.is_letter || claimed.is_received {
        held(keep_pdf_of(desk, &claimed, bytes.clone(), Arc::clone(converter)), hold).await?;
    }
    let text = held(read(&claimed, bytes, Arc::clone(converter)), hold).await;
    if !room::to_read() {
        // What is missing now is read when there is room: nobody holds it any more, and it is claimed again.
        job.end(false);
        return Ok(false);
    }
    let kept = finish_conversion(desk, &claimed, &text.text, &text.warnings.join("; ")).await;
    job.end(kept.is_ok());
    kept?;
    tracing::info!(statement = %claimed.number, attachment = claimed.position, "read an attachment");
    Ok(true)
}

/// Makes a PDF of a letter that goes out, or of what was received (BOD-3). Without one a letter goes alone, beside the message
/// that says all of it in plain text, and what was received can be had as it came.
async fn keep_pdf_of(
    desk: &Desk,
    claimed: &ClaimedConversion,
    bytes: Bytes,
    converter: Arc<dyn Converter>,
) -> Result<(), Failure> {
    let kind = kind_of(&bytes, &claimed.name);
    if !kind.is_office_document() {
        return Ok(());
    }
    let made = tokio::task::spawn_blocking(move || converter.office_pdf(&bytes, kind)).await;
    match made {
        Ok(Ok(pdf)) => keep_pdf(desk, claimed, Bytes::from(pdf)).await,
        Ok(Err(why)) => {
            tracing::warn!(statement = %claimed.number, %why, "no PDF could be made of a document");
            Ok(())
        }
        Err(_) => {
            tracing::error!(statement = %claimed.number, "making a PDF broke off");
            Ok(())
        }
    }
}

async fn read(claimed: &ClaimedConversion, bytes: Bytes, converter: Arc<dyn Converter>) -> Text {
    let name = claimed.name.clone();
    let reading = tokio::task::spawn_blocking(move || {
        text_of(&bytes, kind_of(&bytes, &name), converter.as_ref(), &Limits::default())
    });
    reading.await.unwrap_or_else(|_| {
        // A document that breaks the reader once would break it each time.
        tracing::error!(statement = %claimed.number, attachment = claimed.position, "reading broke off");
        let why = "reading it broke off: tell the operator of this service which file it is";
        Text { text: String::new(), warnings: vec![why.to_owned()] }
    })
}
