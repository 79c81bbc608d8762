// The only door to the system's libcurl. Each shim says why Swift cannot do without it.
#ifndef WIJK_CCURL_SHIM_H
#define WIJK_CCURL_SHIM_H

#include <curl/curl.h>

#endif
