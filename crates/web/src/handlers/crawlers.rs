//! `/robots.txt` and `/sitemap.xml`: for search engines.

use axum::extract::State;
use axum::response::Response;

use crate::Site;
use crate::failed::Failed;
use crate::page::typed;

/// As many addresses a sitemap may hold (sitemaps.org); more statements than these have the list.
const MOST: usize = 50_000;

/// Says what search engines may list: pages, not the answers for programs, which hold addresses of people.
pub(crate) async fn robots(State(site): State<Site>) -> Response {
    let text = format!(
        "User-agent: *\nDisallow: /desk\nDisallow: /directory\nDisallow: /demo\nDisallow: /sign-in\nDisallow: /submit/\n\
         Disallow: /statements?\nDisallow: /*.json\nDisallow: /*.csv\nDisallow: /*.eml\nDisallow: /*.txt$\nAllow: /robots.txt\n\n\
         Sitemap: {}/sitemap.xml\n",
        site.desk.settings.base_url
    );
    typed("text/plain; charset=utf-8", text)
}

/// Names every public statement, the newest first where there are too many.
pub(crate) async fn sitemap(State(site): State<Site>) -> Result<Response, Failed> {
    let numbers = site.desk.store.reader().public_numbers().await?;
    let base = &site.desk.settings.base_url;
    let mut xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
        .to_owned();
    for path in ["/", "/statements", "/organizations", "/about"] {
        xml.push_str(&format!("<url><loc>{base}{path}</loc></url>\n"));
    }
    for number in numbers.iter().rev().take(MOST - 4) {
        let url = site.desk.settings.statement_url(*number);
        xml.push_str(&format!("<url><loc>{url}</loc></url>\n"));
    }
    xml.push_str("</urlset>\n");
    Ok(typed("application/xml", xml))
}
