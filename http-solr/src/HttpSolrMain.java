import java.nio.file.Path;
import org.apache.solr.embedded.JettyConfig;
import org.apache.solr.embedded.JettySolrRunner;

/** Serves the Solr home that it is given on any free port, says which, and lives until its standard input ends. Run from its source. */
class HttpSolrMain {
    private HttpSolrMain() {}

    public static void main(String[] arguments) throws Exception {
        var config = new JettyConfig.Builder()
                .setContext("/solr")
                .setPort(0)
                .enableV2(false)
                .stopAtShutdown(true)
                .build();
        var server = new JettySolrRunner(Path.of(arguments[0]).toString(), config);
        server.start();
        System.out.println("port " + server.getLocalPort());
        while (System.in.read() >= 0) {
            // Whoever started us holds the other end: when it ends, however it ends, so do we.
        }
        server.stop();
        System.exit(0);
    }
}
