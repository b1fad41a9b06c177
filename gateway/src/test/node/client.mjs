// What an application does with the official client. Prints one line "ok NAME" for each check; anything else is a failure.
import assert from "node:assert/strict";
import OpenAI from "openai";

const baseURL = process.env.GATEWAY_URL;
const apiKey = process.env.GATEWAY_KEY;
const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });

const ask = (model, content, more = {}) => ({ model, messages: [{ role: "user", content }], ...more });

const checks = {
  async chat() {
    const { data, request_id } = await client.chat.completions.create(ask("local", "Hola 🙂")).withResponse();
    assert.equal(data.choices[0].message.content, "local: Hola 🙂");
    assert.equal(data.choices[0].finish_reason, "stop");
    assert.ok(data.usage.total_tokens > 0);
    assert.match(request_id, /^req_/);
  },

  async stream() {
    let text = "";
    const stream = client.chat.completions.stream(ask("stub/echo", "señales 🙂"));
    stream.on("content", (piece) => (text += piece));
    const completion = await stream.finalChatCompletion();
    assert.equal(text, "señales 🙂");
    assert.equal(completion.choices[0].message.content, "señales 🙂");
  },

  async usageInTheStream() {
    const stream = await client.chat.completions.create(
      ask("stub/echo", "count me", { stream: true, stream_options: { include_usage: true } }),
    );
    let usage = null;
    for await (const chunk of stream) {
      if (chunk.choices.length === 0) usage = chunk.usage;
      else assert.equal(chunk.usage, null);
    }
    assert.equal(usage.prompt_tokens, 100);
  },

  async tools() {
    const completion = await client.chat.completions.stream(ask("stub/tools", "note this")).finalChatCompletion();
    const call = completion.choices[0].message.tool_calls[0];
    assert.equal(call.id, "call_1");
    assert.equal(call.function.name, "note");
    assert.deepEqual(JSON.parse(call.function.arguments), { text: "note this" });
  },

  async errors() {
    const wrong = new OpenAI({ baseURL, apiKey: "wrong", maxRetries: 0 });
    await assert.rejects(wrong.chat.completions.create(ask("local", "x")), OpenAI.AuthenticationError);
    await assert.rejects(client.chat.completions.create(ask("gpt-99", "x")), (e) => {
      assert.ok(e instanceof OpenAI.NotFoundError);
      assert.equal(e.code, "model_not_found");
      return true;
    });
    await assert.rejects(client.chat.completions.create(ask("local", "x", { n: -1 })), (e) => {
      assert.ok(e instanceof OpenAI.BadRequestError);
      assert.equal(e.param, "n");
      return true;
    });
    const narrow = new OpenAI({ baseURL, apiKey: "small-key", maxRetries: 0 });
    await assert.rejects(async () => {
      for (let i = 0; i < 10; i++) {
        await narrow.chat.completions.create(ask("local", "x", { user: "node" }));
      }
    }, OpenAI.RateLimitError);
  },

  async brokenStream() {
    await assert.rejects(
      client.chat.completions.stream(ask("local", "engine-breaks")).finalChatCompletion(),
      /local model is unavailable/,
    );
  },

  async abort() {
    const stream = await client.chat.completions.create(ask("local", "node-endless", { stream: true }));
    let seen = 0;
    for await (const chunk of stream) {
      if (++seen === 3) stream.controller.abort();
    }
    assert.ok(seen >= 3);
  },

  async models() {
    const ids = [];
    for await (const model of client.models.list()) ids.push(model.id);
    assert.ok(ids.includes("auto"));
    assert.equal((await client.models.retrieve("stub/echo")).id, "stub/echo");
  },

  // Asks for base64 by itself; a server that sends numbers then gives an empty vector in some versions.
  async embeddings() {
    const ask = { model: "local/all-minilm-l6-v2", input: ["a dog", "a puppy", "tax law"] };
    const { data, usage } = await client.embeddings.create(ask);
    const dot = (a, b) => a.reduce((sum, x, i) => sum + x * b[i], 0);
    assert.deepEqual(data.map((d) => d.embedding.length), [384, 384, 384]);
    const [dog, puppy, law] = data.map((d) => d.embedding);
    assert.ok(dot(dog, puppy) > dot(dog, law));
    assert.ok(Math.abs(dot(dog, dog) - 1) < 1e-5);
    assert.equal(usage.total_tokens, 12);
    const numbers = await client.embeddings.create({ ...ask, encoding_format: "float" });
    assert.ok(Math.abs(dot(numbers.data[0].embedding, dog) - 1) < 1e-5);
  },
};

for (const [name, check] of Object.entries(checks)) {
  await check();
  console.log("ok " + name);
}
