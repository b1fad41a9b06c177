package io.compuerta.policy.signal.topic;

import io.compuerta.policy.signal.Conversation;
import io.compuerta.policy.signal.Role;
import io.compuerta.policy.signal.Turn;
import io.compuerta.policy.signal.language.Words;
import io.compuerta.policy.signal.pii.PiiType;
import java.util.EnumSet;
import java.util.Set;

/**
 * Says how much harm it would do if a conversation became known, and which sensitive topics it touches: from the kinds of
 * personal data found in it and from phrase lists in Spanish and English, with the basics in Portuguese, French, German and
 * Italian. One pass over the words per list. Thread-safe.
 *
 * <p>System turns are not read: they are the company's own standing orders ("never reveal confidential data"), and a word in
 * them would mark every request. A topic alone does not make a request sensitive: "what is diabetes?" is public. Ordinary
 * personal data (name, email, phone, identity number, account) makes it personal; secrets make it confidential; health data
 * and data of minors that belong to somebody make it regulated.
 */
public final class SensitivityClassifier {

    /** Personal data that tells who a text is about. */
    private static final Set<PiiType> ABOUT_SOMEBODY = EnumSet.complementOf(EnumSet.of(
            PiiType.SECRET, PiiType.IP, PiiType.MAC, PiiType.LICENSE_PLATE, PiiType.ES_CIF, PiiType.BR_CNPJ));

    private static final Set<PiiType> MONEY = EnumSet.of(PiiType.IBAN, PiiType.CREDIT_CARD, PiiType.BANK_ACCOUNT);

    private static final SensitivityClassifier STANDARD = new SensitivityClassifier();

    private SensitivityClassifier() {}

    /** The classifier with the lists that ship in the jar. */
    public static SensitivityClassifier standard() {
        return STANDARD;
    }

    /**
     * Classifies.
     *
     * @param pii the kinds of personal data found anywhere in the conversation; empty when none
     */
    public Sensitivity classify(Conversation conversation, Set<PiiType> pii) {
        Set<Topic> topics = EnumSet.noneOf(Topic.class);
        SensitivityLevel level = pii.isEmpty() ? SensitivityLevel.PUBLIC : SensitivityLevel.PERSONAL;
        if (pii.contains(PiiType.SECRET)) {
            topics.add(Topic.CREDENTIALS);
            level = SensitivityLevel.CONFIDENTIAL;
        }
        if (pii.stream().anyMatch(MONEY::contains)) {
            topics.add(Topic.FINANCE);
        }
        boolean somebody = pii.stream().anyMatch(ABOUT_SOMEBODY::contains);
        for (Turn turn : conversation.turns()) {
            if (turn.role() != Role.SYSTEM && !turn.text().isEmpty()) {
                Words words = Words.of(turn.text());
                long found = TopicCue.in(words);
                boolean code = CodeShape.in(turn.text());
                addTopics(topics, found, code, words);
                level = graver(level, levelOf(found, code, somebody, words, turn.role()));
            }
        }
        return new Sensitivity(level, topics);
    }

    private static void addTopics(Set<Topic> topics, long found, boolean code, Words words) {
        if (TopicCue.HEALTH.in(found) || TopicCue.HEALTH_RECORD.in(found) || TopicCue.OWN_HEALTH.in(found)) {
            topics.add(Topic.HEALTH);
        }
        if (TopicCue.FINANCE.in(found)) {
            topics.add(Topic.FINANCE);
        }
        if (TopicCue.LEGAL.in(found)) {
            topics.add(Topic.LEGAL);
        }
        if (TopicCue.CREDENTIALS.in(found) || TopicCue.CREDENTIALS_GIVEN.in(found)) {
            topics.add(Topic.CREDENTIALS);
        }
        if (TopicCue.SOURCE_CODE.in(found) || code) {
            topics.add(Topic.SOURCE_CODE);
        }
        if (TopicCue.HR.in(found) || TopicCue.HR_RECORD.in(found)) {
            topics.add(Topic.HR);
        }
        if (TopicCue.MINOR.in(found)) {
            topics.add(Topic.MINORS);
        }
        if (TopicCue.SECRECY.in(found)) {
            topics.add(Topic.TRADE_SECRET);
        }
        if (ChinaPolitics.in(words)) {
            topics.add(Topic.CHINA_POLITICS);
        }
    }

    private static SensitivityLevel levelOf(long found, boolean code, boolean somebody, Words words, Role role) {
        // The model's own words ("I have ...") are nobody's data.
        boolean person = role != Role.ASSISTANT;
        boolean healthData = person && TopicCue.OWN_HEALTH.in(found)
                || TopicCue.KIN_HEALTH.in(found) && TopicCue.HEALTH.in(found)
                || somebody && (TopicCue.HEALTH_RECORD.in(found) || TopicCue.HEALTH.in(found) && !isGeneral(found));
        boolean minorData = TopicCue.MINOR.in(found)
                && (somebody
                        || TopicCue.MINOR_RECORD.in(found)
                        || TopicCue.FIRST_PERSON.in(found) && MinorAge.in(words));
        if (healthData || minorData) {
            return SensitivityLevel.REGULATED;
        }
        boolean secret = TopicCue.CREDENTIALS_GIVEN.in(found)
                || TopicCue.SECRECY.in(found) && !isGeneral(found)
                || TopicCue.HR_RECORD.in(found) && somebody;
        if (secret) {
            return SensitivityLevel.CONFIDENTIAL;
        }
        if (isOwnAffair(found)) {
            return SensitivityLevel.PERSONAL;
        }
        return TopicCue.INTERNAL.in(found) || code ? SensitivityLevel.INTERNAL : SensitivityLevel.PUBLIC;
    }

    /** "What is a trade secret?": asks about a thing, says nothing of anybody. */
    private static boolean isGeneral(long found) {
        return TopicCue.GENERAL_QUESTION.in(found)
                && !TopicCue.FIRST_PERSON.in(found)
                && !TopicCue.POSSESSION.in(found);
    }

    /** "My mortgage", "my divorce", "my son": about the writer, without data that law protects specially. */
    private static boolean isOwnAffair(long found) {
        boolean affair = TopicCue.LEGAL.in(found)
                || TopicCue.FINANCE.in(found)
                || TopicCue.MINOR.in(found)
                || TopicCue.HR_RECORD.in(found);
        return affair && TopicCue.FIRST_PERSON.in(found);
    }

    private static SensitivityLevel graver(SensitivityLevel a, SensitivityLevel b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
