package io.compuerta.engine.remote;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Says aloud when the users' original text is about to leave what is probably the operator's own network. */
public final class Exposure {

    private Exposure() {}

    /**
     * Resolves the host's name, so it may block.
     *
     * @param what what is there, such as "the engine"
     * @return one line for each reason to worry
     */
    public static List<String> of(String what, URI baseUrl) {
        try {
            InetAddress[] addresses = InetAddress.getAllByName(stripped(baseUrl.getHost()));
            return of(what, baseUrl, Arrays.asList(addresses));
        } catch (UnknownHostException e) {
            // Said when it is looked at: it cannot be reached.
            return List.of();
        }
    }

    static List<String> of(String what, URI baseUrl, List<InetAddress> addresses) {
        List<String> worries = new ArrayList<>();
        boolean here = addresses.stream().allMatch(InetAddress::isLoopbackAddress);
        if (!addresses.stream().allMatch(Exposure::isPrivate)) {
            worries.add(what + " at " + baseUrl.getAuthority() + " has a public address, and it gets the users'"
                    + " original text: use it only if the machine is yours");
        }
        if (!here && !"https".equals(baseUrl.getScheme())) {
            worries.add(what + " at " + baseUrl.getAuthority() + " is reached without https: the users' original"
                    + " text crosses the network in clear");
        }
        return worries;
    }

    private static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
        boolean sharedByCarrier = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
        return address.isLoopbackAddress()
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || uniqueLocal
                || sharedByCarrier;
    }

    private static String stripped(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
