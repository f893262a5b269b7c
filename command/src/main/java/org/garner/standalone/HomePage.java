package org.garner.standalone;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.springframework.core.env.Environment;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** The plain page at {@code /}: what runs, where things are, and what is not built yet. */
@RestController
class HomePage {
    private final String data;

    HomePage(Environment environment) {
        data = environment.getProperty("garner.data", "");
    }

    @GetMapping(path = "/", produces = MediaType.TEXT_HTML_VALUE)
    String page() {
        var running = Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>Garner</title>
            <style>body { font: 16px/1.5 sans-serif; max-width: 45rem; margin: 2rem auto; padding: 0 1rem }</style></head>
            <body>
            <h1>Garner</h1>
            <p>Process %d has been running for %s on the data folder <code>%s</code>: control, the gather, fetch and import workers,
            and their Postgres, Kafka and Solr, all in this one process and its children.</p>
            <h2>The catalogue</h2>
            <ul>
            <li><a href="/api/3/action/package_search?rows=10">package_search</a>: the first ten datasets; <code>q</code>, <code>fq</code>,
            <code>rows</code>, <code>start</code>, <code>sort</code>, <code>facet.field</code> and the others as in CKAN</li>
            <li><code>/api/3/action/package_show?id=NAME</code>: one dataset</li>
            <li><a href="/api/3/action/status_show">status_show</a></li>
            </ul>
            <h2>Harvesting</h2>
            <p>These need the header <code>Authorization: Bearer TOKEN</code>; the token is in the file <code>admin.token</code> of the data
            folder.</p>
            <ul>
            <li><code>/api/v1/sources</code>: sources; POST creates one</li>
            <li><code>/api/v1/jobs</code>: jobs, with live counts, abort, resume, errors and records</li>
            <li><a href="/api/v1/openapi.json">openapi.json</a>: all of it, described; needs no token</li>
            </ul>
            <h2>Operation</h2>
            <ul>
            <li><a href="/actuator/health">health</a></li>
            <li><a href="/actuator/prometheus">metrics for Prometheus</a></li>
            </ul>
            <h2>Not built yet</h2>
            <p>Pages for people, users and rights, schedules, approval of held deletions, source types other than CSW, web accessible
            folder, CKAN and data.json, and the writing actions of CKAN's Action API.</p>
            </body>
            </html>
            """.formatted(ProcessHandle.current().pid(), words(running), HtmlUtils.htmlEscape(data));
    }

    private static String words(Duration time) {
        return time.toDays() > 0
                ? "%d days".formatted(time.toDays())
                : time.toHours() > 0 ? "%d hours".formatted(time.toHours()) : "%d minutes".formatted(time.toMinutes());
    }
}
