package io.compuerta.policy.signal.pii;

import java.util.List;
import java.util.function.Consumer;

/**
 * Keys, tokens and passwords: issuers' prefixes, JSON web tokens, private key blocks, credentials in connection
 * strings, and values assigned to a word such as "password".
 */
final class Secrets implements PiiDetector {
    private static final int MIN_TOKEN = 16;
    private static final int MAX_VALUE = 512;
    /** What values have that words have not, apart from digits. */
    static final String SYMBOLS = "!@#$%^&*_+?~";
    /** What begins something that only stands for a value. */
    static final String TEMPLATES = "${<[*";

    private static final String BEGIN = "-----BEGIN ";

    /** Prefix and least number of characters after it. Letters in both cases and digits may follow. */
    private static final List<Prefix> PREFIXES = List.of(
            new Prefix("sk-", 16),
            new Prefix("sk_live_", 10),
            new Prefix("sk_test_", 10),
            new Prefix("rk_live_", 10),
            new Prefix("rk_test_", 10),
            new Prefix("pk_live_", 10),
            new Prefix("pk_test_", 10),
            new Prefix("whsec_", 10),
            new Prefix("ghp_", 16),
            new Prefix("gho_", 16),
            new Prefix("ghu_", 16),
            new Prefix("ghs_", 16),
            new Prefix("ghr_", 16),
            new Prefix("github_pat_", 16),
            new Prefix("glpat-", 12),
            new Prefix("AKIA", 12),
            new Prefix("ASIA", 12),
            new Prefix("AIza", 20),
            new Prefix("ya29.", 16),
            new Prefix("xoxb-", 8),
            new Prefix("xoxp-", 8),
            new Prefix("xoxa-", 8),
            new Prefix("xoxr-", 8),
            new Prefix("xoxs-", 8),
            new Prefix("xapp-", 8),
            new Prefix("SG.", 16),
            new Prefix("hf_", 16),
            new Prefix("npm_", 16),
            new Prefix("pypi-", 16),
            new Prefix("dop_v1_", 16),
            new Prefix("shpat_", 16),
            new Prefix("shpss_", 16),
            new Prefix("gsk_", 16),
            new Prefix("r8_", 16),
            new Prefix("pat-", 16),
            new Prefix("key-", 20),
            new Prefix("EAAC", 20),
            new Prefix("AGE-SECRET-KEY-", 16),
            new Prefix("dckr_pat_", 12),
            new Prefix("lin_api_", 12),
            new Prefix("ATATT3", 16),
            new Prefix("sbp_", 16),
            new Prefix("tfp_", 16),
            new Prefix("xai-", 16),
            new Prefix("pplx-", 16),
            new Prefix("nvapi-", 16),
            new Prefix("hvs.", 16));

    private record Prefix(String text, int atLeast) {}

    /** How issuers let their keys begin. */
    static List<String> prefixes() {
        return PREFIXES.stream().map(Prefix::text).toList();
    }

    @Override
    public String name() {
        return "secrets";
    }

    @Override
    public void detect(ScannedText scanned, Consumer<PiiFinding> found) {
        String text = scanned.text();
        tokens(text, found);
        assigned(scanned, found);
        privateKeys(text, found);
        urlCredentials(text, found);
    }

    private void tokens(String text, Consumer<PiiFinding> found) {
        int at = 0;
        while (at < text.length()) {
            if (!isTokenChar(text.charAt(at))) {
                at++;
                continue;
            }
            int start = at;
            while (at < text.length() && isTokenChar(text.charAt(at))) {
                at++;
            }
            if (at - start >= MIN_TOKEN) {
                token(text, start, at, found);
            }
        }
    }

    private void token(String text, int runStart, int runEnd, Consumer<PiiFinding> found) {
        int end = runEnd;
        while (end > runStart && ".-/+=".indexOf(text.charAt(end - 1)) >= 0 && text.charAt(end - 1) != '=') {
            end--;
        }
        int start = runStart;
        // Not lastIndexOf: it would walk back over the whole text for each run.
        for (int i = start; i < Math.min(end - 3, start + 80); i++) {
            if (text.charAt(i) == '=') {
                start = i + 1;
            }
        }
        if (hasPrefix(text, start, end) || isWebToken(text, start, end) || isBotToken(text, start, end)) {
            found.accept(new PiiFinding(start, end, PiiType.SECRET, .99, name()));
        }
    }

    private static boolean hasPrefix(String text, int start, int end) {
        for (Prefix prefix : PREFIXES) {
            int rest = start + prefix.text().length();
            if (end - rest >= prefix.atLeast()
                    && text.startsWith(prefix.text(), start)
                    && digits(text, rest, end) > 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWebToken(String text, int start, int end) {
        if (end - start < 20 || !text.startsWith("eyJ", start)) {
            return false;
        }
        int dot = text.indexOf('.', start);
        return dot > start && dot < end;
    }

    /** Telegram: bot number, colon, 35 characters; the colon is no token character, so it stands just before. */
    private static boolean isBotToken(String text, int start, int end) {
        return end - start == 35
                && text.startsWith("AA", start)
                && start > 8
                && text.charAt(start - 1) == ':'
                && digits(text, start - 8, start - 1) == 7;
    }

    private static int digits(String text, int start, int end) {
        int digits = 0;
        for (int i = start; i < end; i++) {
            digits += Folding.isDigit(text.charAt(i)) ? 1 : 0;
        }
        return digits;
    }

    static boolean isTokenChar(char c) {
        return Folding.isAlphanumeric(c) || c == '_' || c == '-' || c == '.' || c == '+' || c == '/' || c == '=';
    }

    /** "password: x", "clave=x", "api_key = 'x'", "Bearer x". */
    private void assigned(ScannedText text, Consumer<PiiFinding> found) {
        for (int token = 0; token < text.count(); token++) {
            if (text.has(token, Cue.SECRET)) {
                int at = valueStart(text, text.end(token));
                int end = at < 0 ? -1 : valueEnd(text, at);
                if (end - at >= 4 && looksSecret(text, token, at, end)) {
                    found.accept(new PiiFinding(at, end, PiiType.SECRET, .9, name()));
                }
            }
        }
    }

    /** The index after ":", "=", "is" or "es" and an opening quote, or -1 when no value is assigned. */
    private static int valueStart(ScannedText text, int after) {
        int at = after;
        if (text.charAt(at) == '"' || text.charAt(at) == '\'') {
            at++;
        }
        at = skipSpaces(text, at);
        boolean assigned = false;
        if (text.charAt(at) == ':' || text.charAt(at) == '=') {
            assigned = true;
            at = skipSpaces(text, at + 1);
        } else if (text.text().startsWith("is ", at) || text.text().startsWith("es ", at)) {
            assigned = true;
            at = skipSpaces(text, at + 3);
        } else if (text.text().regionMatches(true, after - 6, "bearer ", 0, 7)) {
            assigned = true;
        }
        while ("\"'`<".indexOf(text.charAt(at)) >= 0 && text.charAt(at) != '\0') {
            at++;
        }
        return assigned ? at : -1;
    }

    private static int skipSpaces(ScannedText text, int from) {
        int at = from;
        while (at - from < 3 && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    private static int valueEnd(ScannedText text, int start) {
        int end = start;
        while (end - start < MAX_VALUE && text.charAt(end) > ' ' && "\"'`<>;,|)".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        while (end > start && ".:?!".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return end;
    }

    /** A word alone is prose ("token: es una palabra"); a value has digits or symbols among letters. */
    private static boolean looksSecret(ScannedText scanned, int token, int start, int end) {
        String text = scanned.text();
        int digits = digits(text, start, end);
        int letters = 0;
        int symbols = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            letters += Character.isLetter(c) ? 1 : 0;
            symbols += SYMBOLS.indexOf(c) >= 0 ? 1 : 0;
        }
        boolean template = TEMPLATES.indexOf(text.charAt(start)) >= 0;
        boolean call = text.substring(start, end).indexOf('(') >= 0;
        return !template
                && !call
                && (letters > 0 && digits + symbols > 0
                        || digits >= 4
                                && letters == 0
                                && symbols == 0
                                && (text.charAt(scanned.end(token) - 1) | 0x20) != 's');
    }

    private void privateKeys(String text, Consumer<PiiFinding> found) {
        int begin = text.indexOf(BEGIN);
        while (begin >= 0) {
            int header = text.indexOf("-----", begin + BEGIN.length());
            if (header < 0) {
                return;
            }
            if (header - begin > 60 || !text.substring(begin, header).contains("PRIVATE KEY")) {
                begin = text.indexOf(BEGIN, begin + BEGIN.length());
                continue;
            }
            int footer = text.indexOf("-----END ", header + 5);
            int close = footer < 0 ? -1 : text.indexOf("-----", footer + 9);
            int end = close < 0 ? text.length() : close + 5;
            found.accept(new PiiFinding(begin, end, PiiType.SECRET, 1, name()));
            begin = text.indexOf(BEGIN, end);
        }
    }

    /** The credential in scheme://user:credential@host. */
    private void urlCredentials(String text, Consumer<PiiFinding> found) {
        for (int scheme = text.indexOf("://"); scheme >= 0; scheme = text.indexOf("://", scheme + 3)) {
            int colon = -1;
            int limit = Math.min(text.length(), scheme + 3 + MAX_VALUE);
            for (int i = scheme + 3; i < limit; i++) {
                char c = text.charAt(i);
                if (c <= ' ' || c == '/' || c == '"') {
                    break;
                }
                if (c == ':' && colon < 0) {
                    colon = i;
                }
                if (c == '@') {
                    if (colon > 0 && i > colon + 1) {
                        found.accept(new PiiFinding(colon + 1, i, PiiType.SECRET, .97, name()));
                    }
                    break;
                }
            }
        }
    }
}
