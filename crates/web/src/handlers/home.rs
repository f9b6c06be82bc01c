//! `/`: the first page.

use crate::failed::Failed;
use crate::page::Page;
use crate::pages::home::HomePage;
use crate::view::View;

/// Shows the first page.
pub(crate) async fn show(view: View) -> Result<Page<HomePage>, Failed> {
    Ok(Page(HomePage { view }))
}
