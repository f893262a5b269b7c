/**
 * The search index: a Solr core that follows the catalogue's revisions and can always be built again from them. The only place that knows Solr.
 */
@NullMarked
package org.garner.catalog.index;

import org.jspecify.annotations.NullMarked;
