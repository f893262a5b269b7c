package org.garner.harvesters.csw;

/** The two ways in which CSW takes a request: parameters of a URL (GET) and XML (POST); OGC 07-006r1, 10.1. */
enum CswMethod {
    GET,
    POST
}
