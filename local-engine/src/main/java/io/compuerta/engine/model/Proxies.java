package io.compuerta.engine.model;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The proxies that the environment names, as command-line tools read them: {@code HTTPS_PROXY}, {@code HTTP_PROXY},
 * {@code ALL_PROXY} and {@code NO_PROXY}, upper or lower case. Where it names none, the JVM's own properties count.
 */
final class Proxies extends ProxySelector {

    private static final Logger LOG = LoggerFactory.getLogger(Proxies.class);

    private final Map<String, String> environment;

    Proxies(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public List<Proxy> select(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        String stated = value(scheme + "_proxy");
        String proxy = stated.isEmpty() ? value("all_proxy") : stated;
        if (proxy.isEmpty()) {
            ProxySelector usual = ProxySelector.getDefault();
            return usual == null ? List.of(Proxy.NO_PROXY) : usual.select(uri);
        }
        InetSocketAddress address = exempt(String.valueOf(uri.getHost())) ? null : address(proxy);
        return List.of(address == null ? Proxy.NO_PROXY : new Proxy(Proxy.Type.HTTP, address));
    }

    private boolean exempt(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        for (String entry : value("no_proxy").split(",")) {
            String pattern = entry.strip()
                    .toLowerCase(Locale.ROOT)
                    .replaceAll(":\\d+$", "")
                    .replaceFirst("^\\*?\\.", "");
            if (entry.strip().equals("*")
                    || (!pattern.isEmpty() && (name.equals(pattern) || name.endsWith("." + pattern)))) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable InetSocketAddress address(String proxy) {
        try {
            URI uri = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
            if (uri.getHost() != null) {
                return InetSocketAddress.createUnresolved(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort());
            }
        } catch (IllegalArgumentException malformed) {
            LOG.debug("a proxy variable is not an address");
        }
        // The value may hold a password: it is not repeated.
        LOG.warn("the proxy that the environment names is not an address; going without");
        return null;
    }

    private String value(String name) {
        String lower = environment.getOrDefault(name, "");
        return lower.isBlank()
                ? environment.getOrDefault(name.toUpperCase(Locale.ROOT), "").strip()
                : lower.strip();
    }

    @Override
    public void connectFailed(URI uri, SocketAddress proxy, IOException failure) {
        LOG.debug("the proxy {} cannot be reached", proxy);
    }
}
