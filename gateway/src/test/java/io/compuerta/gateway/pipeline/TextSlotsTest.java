package io.compuerta.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class TextSlotsTest {

    private static final JsonMapper JSON = new JsonMapper();

    /** Requests in which {@code TEXT} stands where text may stand. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'stop':'TEXT'}",
                "{'stop':['a','TEXT']}",
                "{'prediction':{'type':'content','content':'TEXT'}}",
                "{'prediction':{'type':'content','content':[{'type':'text','text':'TEXT'}]}}",
                "{'web_search_options':{'user_location':{'type':'approximate','approximate':{'city':'TEXT'}}}}",
                "{'metadata':{'id':'TEXT'}}",
                "{'metadata':{'deep':{'type':['TEXT']}}}",
                "{'prompt_cache_key':'TEXT'}",
                "{'x_unknown':'TEXT'}",
                "{'x_unknown':[[{'a':{'name':'TEXT'}}]]}",
                "{'response_format':{'json_schema':{'name':'x','schema':{'properties':{'a':{'description':'TEXT'}}}}}}",
                "{'tools':[{'function':{'parameters':{'properties':{'required':{'enum':['TEXT']}}}}}]}",
                "{'messages':[{'role':'user','content':'TEXT'}]}",
                "{'messages':[{'role':'user','content':[{'type':'text','text':'TEXT'}]}]}",
                "{'messages':[{'role':'user','content':[{'type':'new_kind','said':{'words':['TEXT']}}]}]}",
                "{'messages':[{'role':'user','content':[{'type':'blob','data':'some TEXT'}]}]}",
                "{'messages':[{'role':'user','content':[{'type':'file','file':{'title':'TEXT'}}]}]}",
                "{'messages':[{'role':'user','content':[{'type':'file','file':{'file_data':'no base64, TEXT'}}]}]}",
                "{'messages':[{'role':'user','content':[{'type':'file','file':{'filename':'a.txt','file_data':'Hi, TEXT'}}]}]}",
                "{'messages':[{'role':'user','content':[{'type':'file','file':{'file_data':'data:text/plain;base64,a@TEXT'}}]}]}",
                "{'messages':[{'role':'user','content':[{'type':'file','file':{'file_id':'f'},'note':'TEXT'}]}]}",
                "{'messages':[{'role':'assistant','content':null,'reasoning_details':[{'type':'x','text':'TEXT'}]}]}",
                "{'messages':[{'role':'assistant','content':null,'tool_calls':[{'id':'c','extra':{'why':'TEXT'}}]}]}",
                "{'messages':[{'role':'assistant','content':null,'function_call':{'name':'f','arguments':'TEXT'}}]}",
                "{'messages':[{'role':'assistant','content':null,'function_call':{'name':'f','arguments':{'id':'TEXT'}}}]}",
                "{'messages':[{'role':'assistant','content':null,'tool_calls':[{'function':{'arguments':{'a':['TEXT']}}}]}]}",
                "{'messages':[{'role':'assistant','content':null,'tool_calls':[{'custom':{'input':'a','why':'TEXT'}}]}]}",
                "{'messages':[{'role':'assistant','content':null,'refusal':['TEXT']}]}",
                "{'messages':[{'role':'assistant','content':null,'reasoning':{'summary':'TEXT'}}]}",
                "{'tools':[{'function':{'parameters':{'properties':{'a':{'default':{'name':'TEXT'}}}}}}]}",
                "{'tools':[{'function':{'parameters':{'examples':[{'type':'TEXT'}]}}}]}"
            })
    void textIsFoundAndReplacedWhereverItStands(String written) {
        ChatRequest request = request(written);
        List<String> texts = request.pieces().stream()
                .map(piece -> piece.text().replace("TEXT", "ANOTHER"))
                .toList();

        assertThat(texts).anyMatch(text -> text.contains("ANOTHER"));
        assertThat(request.withTexts(texts).copyJson())
                .isEqualTo(request(written.replace("TEXT", "ANOTHER")).copyJson());
        assertThat(request.textLength())
                .isGreaterThanOrEqualTo(texts.stream().mapToInt(String::length).sum() - 2 * "OTHER".length());
    }

    @Test
    void theProtocolsWordsStay() {
        ChatRequest request = request(
                "{'model':'a/b','user':'u','tool_choice':{'type':'function','function':{'name':'f'}},"
                        + "'service_tier':'auto','stream_options':{'include_usage':true},'temperature':1,"
                        + "'messages':[{'role':'user','content':["
                        + "{'type':'image_url','image_url':{'url':'https://a.example/b.png','detail':'low'}},"
                        + "{'type':'input_audio','input_audio':{'data':'AAAA','format':'wav'}},"
                        + "{'type':'file','file':{'file_id':'f-1'}}]},"
                        + "{'role':'assistant','content':null,'tool_calls':[{'id':'c1','type':'function','function':{'name':'f'}}]},"
                        + "{'role':'tool','tool_call_id':'c1','content':[]}],"
                        + "'tools':[{'type':'function','function':{'name':'f','parameters':{'type':'object','required':['a']}}}]}");

        assertThat(request.pieces()).isEmpty();
    }

    private static ChatRequest request(String written) {
        return new ChatRequest((ObjectNode) JSON.readTree(written.replace('\'', '"')));
    }
}
