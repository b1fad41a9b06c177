/** Dashboards and alerts as the repository ships them: their form, their queries, and the metrics they name. */
@NullMarked
package io.compuerta.gateway.dashboards;

import org.jspecify.annotations.NullMarked;
