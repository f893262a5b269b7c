package org.garner.control.actions;

import java.nio.charset.StandardCharsets;
import org.garner.catalog.store.CkanTime;
import org.garner.harvest.http.Secrets;
import org.garner.ledger.ObjectReports.ObjectReport;
import org.springframework.web.util.HtmlUtils;

/** A harvested document on a page for people: its text, every character of it escaped. */
final class HarvestObjectPage {

    /** No browser shows more in reasonable time. */
    private static final int SHOWN = 1024 * 1024;

    private HarvestObjectPage() {}

    static String of(ObjectReport object, byte[] document) {
        var shown = Math.min(document.length, SHOWN);
        var text = new String(document, 0, shown, StandardCharsets.UTF_8);
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>%1$s</title></head>
            <body>
            <h1>%1$s</h1>
            <p>Harvested on %2$s UTC%3$s. %4$s<a href="/harvest/object/%5$s">The document as it came</a>, %6$d bytes%7$s.</p>
            <pre>%8$s</pre>
            </body>
            </html>
            """.formatted(
                        escaped(object.guid()),
                        CkanTime.text(object.gathered()).substring(0, 19).replace('T', ' '),
                        object.address() == null ? "" : " from " + escaped(Secrets.hidden(object.address())),
                        object.packageId() == null
                                ? ""
                                : "<a href=\"/api/3/action/package_show?id=%s\">The dataset made from it</a>. "
                                        .formatted(object.packageId()),
                        object.id(),
                        document.length,
                        shown < document.length ? ", of which the first %d are below".formatted(shown) : "",
                        escaped(text));
    }

    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(text, "UTF-8");
    }
}
