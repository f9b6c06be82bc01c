//! `/api`: the page that tells of the API.

use crate::page::Page;
use crate::pages::api::ApiPage;
use crate::view::View;

/// Lists every operation.
pub(crate) async fn show(view: View) -> Page<ApiPage> {
    Page(ApiPage::of(view))
}
