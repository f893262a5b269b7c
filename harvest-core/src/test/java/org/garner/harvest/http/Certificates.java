package org.garner.harvest.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificates made for a test by the JDK's own tool, each with the trust in whoever signed it. */
final class Certificates {
    private static final String PASSWORD = "changeit";

    private Certificates() {}

    /** A certificate that the server of this name has signed itself. */
    static SSLContext ownOf(String name, Path folder) throws Exception {
        var store = folder.resolve("own.p12");
        keytool(
                store,
                "-genkeypair",
                "-alias",
                "source",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=dns:" + name);
        return context(store, "source");
    }

    /** A certificate of localhost that an authority has signed, with these further options, such as from when it holds. */
    static SSLContext signed(Path folder, String... options) throws Exception {
        var store = folder.resolve("signed.p12");
        var request = folder.resolve("request").toString();
        var answer = folder.resolve("certificate").toString();
        keytool(
                store,
                "-genkeypair",
                "-alias",
                "authority",
                "-keyalg",
                "EC",
                "-dname",
                "CN=authority",
                "-ext",
                "bc:c",
                "-startdate",
                "-60d",
                "-validity",
                "365");
        keytool(store, "-genkeypair", "-alias", "source", "-keyalg", "EC", "-dname", "CN=localhost");
        keytool(store, "-certreq", "-alias", "source", "-file", request);
        var sign = new ArrayList<>(List.of(
                "-gencert",
                "-alias",
                "authority",
                "-infile",
                request,
                "-outfile",
                answer,
                "-ext",
                "SAN=dns:localhost"));
        sign.addAll(List.of(options));
        keytool(store, sign.toArray(String[]::new));
        keytool(store, "-importcert", "-noprompt", "-alias", "source", "-file", answer);
        return context(store, "authority");
    }

    private static SSLContext context(Path store, String trusted) throws Exception {
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        var trust = KeyStore.getInstance(KeyStore.getDefaultType());
        trust.load(null, null);
        trust.setCertificateEntry(trusted, keys.getCertificate(trusted));
        if (keys.isKeyEntry("authority")) {
            // The server shows its own certificate, not the one of the authority.
            keys.deleteEntry("authority");
        }
        var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD.toCharArray());
        var trusts = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusts.init(trust);
        var tls = SSLContext.getInstance("TLS");
        tls.init(own.getKeyManagers(), trusts.getTrustManagers(), null);
        return tls;
    }

    private static void keytool(Path store, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", PASSWORD, "-keystore", store.toString()));
        var tool = new ProcessBuilder(command).inheritIO().start();
        assertThat(tool.waitFor()).as("%s", command).isZero();
    }
}
