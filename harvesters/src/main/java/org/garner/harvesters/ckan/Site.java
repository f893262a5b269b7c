package org.garner.harvesters.ckan;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Where a site's actions are.
 *
 * @param actions the address that an action's name is put behind, with a slash at its end
 */
record Site(URI actions) {
    /** The pages of a CKAN site that people copy addresses from. */
    private static final Set<String> PAGES = Set.of("dataset", "organization", "group", "harvest");

    private static final String NEW = "api/3/action/";
    private static final String OLD = "api/action/";

    /** The site that an address belongs to: its root, its API, an action of it, or one of its pages. */
    static Site of(URI url) {
        var root = new ArrayList<String>();
        var path = url.getRawPath() == null ? "" : url.getRawPath();
        var style = NEW;
        var segments = List.of(path.split("/"));
        for (int i = 0; i < segments.size(); i++) {
            var segment = segments.get(i);
            if (segment.equals("api") || PAGES.contains(segment)) {
                style = segment.equals("api")
                                && i + 1 < segments.size()
                                && segments.get(i + 1).equals("action")
                        ? OLD
                        : NEW;
                break;
            }
            boolean isFile = i == segments.size() - 1 && segment.contains(".");
            if (!segment.isEmpty() && !isFile) {
                root.add(segment);
            }
        }
        var folder = root.isEmpty() ? "/" : "/" + String.join("/", root) + "/";
        return new Site(URI.create("%s://%s%s%s".formatted(url.getScheme(), url.getRawAuthority(), folder, style)));
    }

    /** The same site by the address that its actions have in the oldest versions. */
    Site old() {
        var text = actions.toString();
        return text.endsWith(NEW) ? new Site(URI.create(text.substring(0, text.length() - NEW.length()) + OLD)) : this;
    }

    URI action(String name, String query) {
        return URI.create(actions + name + (query.isEmpty() ? "" : "?" + query));
    }

    URI search(Query query) {
        return action("package_search", query.text());
    }

    URI show(String id) {
        return action("package_show", "id=" + Query.encoded(id));
    }
}
