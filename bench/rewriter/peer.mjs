// Answers the requests of tools/rewrite with Bun's HTMLRewriter: one JSON request a line in, one JSON answer a line out.
import { createInterface } from 'node:readline';

function apply(token, op, context) {
  const content = op.content ?? '';
  const options = { html: op.html === true };
  switch (op.op) {
    case 'before': case 'after': case 'prepend': case 'append': case 'setInnerContent': case 'replace':
      return token[op.op](content, options);
    case 'remove': return token.remove();
    case 'removeAndKeepContent': return token.removeAndKeepContent();
    case 'setAttribute': return token.setAttribute(op.name, op.value);
    case 'removeAttribute': return token.removeAttribute(op.name);
    case 'setTagName': token.tagName = op.value; return;
    case 'setName': token.name = op.value; return;
    case 'setText': token.text = op.content; return;
    case 'onEndTag': return token.onEndTag((end) => {
      for (const inner of op.ops) {
        if (inner.op === 'log') context.log.push(['endTag', end.name]);
        else apply(end, inner, context);
      }
    });
    default: throw new Error(`unknown op ${op.op}`);
  }
}

function run(handler, token, context, describe) {
  for (const op of handler.ops) {
    if (op.op === 'log') describe(); else apply(token, op, context);
  }
}

function textHandler(handler, context) {
  let joined = '';
  let isFirst = true;
  return (chunk) => {
    joined += chunk.text;
    const isLast = chunk.lastInTextNode;
    for (const op of handler.ops) {
      const when = op.when ?? 'each';
      if (op.op === 'log') {
        if (isLast && joined !== '') context.log.push(['text', joined]);
      } else if (when === 'first' ? isFirst : when === 'last' ? isLast : !(isLast && chunk.text === '')) {
        apply(chunk, op, context);
      }
    }
    isFirst = isLast;
    if (isLast) joined = '';
  };
}

function install(rewriter, handler, context) {
  const { on, selector } = handler;
  const handlers = {
    element: (element) => run(handler, element, context, () => context.log.push(['el', element.tagName, [...element.attributes]])),
    comments: (comment) => run(handler, comment, context, () => context.log.push(['comment', comment.text])),
    doctype: (doctype) => run(handler, doctype, context, () => context.log.push(['doctype', doctype.name, doctype.publicId, doctype.systemId])),
    end: (end) => run(handler, end, context, () => context.log.push(['end'])),
    text: textHandler(handler, context),
  };
  const one = { [on]: handlers[on] };
  if (selector === null || selector === undefined) rewriter.onDocument(one); else rewriter.on(selector, one);
}

async function answer(request) {
  const context = { log: [] };
  const rewriter = new HTMLRewriter();
  for (const handler of request.handlers) install(rewriter, handler, context);
  const body = Buffer.concat(request.chunks.map((chunk) => Buffer.from(chunk, 'base64')));
  const output = await rewriter.transform(new Response(body)).arrayBuffer();
  return { id: request.id, output: Buffer.from(output).toString('base64'), log: context.log };
}

for await (const line of createInterface({ input: process.stdin })) {
  let result;
  let id = null;
  try {
    const request = JSON.parse(line);
    id = request.id;
    result = await answer(request);
  } catch (error) {
    result = { id, error: String(error?.message ?? error) };
  }
  process.stdout.write(JSON.stringify(result) + '\n');
}
