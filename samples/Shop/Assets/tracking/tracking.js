// Shows events as they come in. Everything is set as text: an event may contain anything.
(() => {
  'use strict';

  const most = 500;
  const types = ['page', 'track', 'identify', 'group', 'alias', 'screen'];
  const byId = (id) => document.getElementById(id);
  const list = byId('events');
  const counts = new Map();
  let paused = false;
  let waiting = [];
  let received = [];

  const element = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      made.setAttribute(key, value);
    }
    made.append(...children);
    return made;
  };

  const text = (value) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
  const time = (value) => new Date(value).toLocaleTimeString([], { hour12: false }) + '.' + String(new Date(value).getMilliseconds()).padStart(3, '0');
  const pathOf = (event) => text(event.context?.page?.path) || text(event.properties?.path);

  const what = ({ type, event }) => {
    switch (type) {
      case 'track': return text(event.event) || '(no name)';
      case 'page':
      case 'screen': return text(event.name) || text(event.context?.page?.title) || text(event.properties?.title) || 'Viewed';
      case 'identify': return Object.keys(event.traits ?? {}).join(', ') || 'No traits';
      case 'group': return text(event.groupId);
      case 'alias': return `${text(event.previousId)} → ${text(event.userId)}`;
      default: return '';
    }
  };

  const who = (event) => {
    const user = text(event.userId);
    const anonymous = text(event.anonymousId);
    const made = element('span', { class: 'who' });
    if (user) {
      made.append(element('b', { class: 'user', title: `User id ${user}` }, user));
    }
    if (anonymous) {
      made.append(element('span', { class: 'anonymous', title: `Anonymous id ${anonymous}` }, anonymous));
    }
    return made;
  };

  const colored = (value) => {
    const pattern = /("(?:\\.|[^"\\])*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
    const source = JSON.stringify(value, null, 2);
    const code = element('code');
    let end = 0;
    for (const match of source.matchAll(pattern)) {
      code.append(source.slice(end, match.index));
      const kind = match[2] ? 'key' : match[1] ? 'string' : 'plain';
      code.append(element('span', { class: kind }, match[1] ?? match[0]), match[2] ?? '');
      end = match.index + match[0].length;
    }
    code.append(source.slice(end));
    return code;
  };

  const detail = (item) => {
    const facts = element('p', { class: 'facts' },
      element('span', {}, `POST ${item.path}`),
      element('span', {}, item.authorization ? 'with authorization' : 'without authorization'));
    for (const [name, value] of Object.entries(item.headers)) {
      facts.append(element('span', { title: value }, `${name}: ${value}`));
    }
    return element('div', { class: 'detail' }, facts, element('pre', { tabindex: 0 }, colored(item.event)));
  };

  const row = (item) => {
    const type = types.includes(item.type) ? item.type : 'other';
    const summary = element('summary', {},
      element('time', { datetime: item.receivedAt }, time(item.receivedAt)),
      element('span', { class: 'type', 'data-type': type }, item.type),
      element('span', { class: 'what' }, what(item)),
      who(item.event),
      element('span', { class: 'path' }, pathOf(item.event)));
    const box = element('details', {}, summary);
    box.addEventListener('toggle', () => {
      if (box.open && box.children.length === 1) {
        box.append(detail(item));
      }
    });
    return element('li', { 'data-type': item.type }, box);
  };

  const showCounters = () => {
    const names = [...types.slice(0, 3), ...[...counts.keys()].filter((name) => !types.slice(0, 3).includes(name)).sort()];
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const counter = (name, count) => element('li', { 'data-type': types.includes(name) ? name : 'other', 'data-count-of': name },
      element('strong', {}, String(count)), element('span', {}, name));
    byId('counters').replaceChildren(counter('all', total), ...names.map((name) => counter(name, counts.get(name) ?? 0)));
    byId('nothing').hidden = total > 0;
    byId('list-head').hidden = total === 0;
  };

  const show = (items, fresh) => {
    for (const item of items) {
      counts.set(item.type, (counts.get(item.type) ?? 0) + 1);
      const made = row(item);
      made.classList.toggle('fresh', fresh);
      list.prepend(made);
    }
    while (list.children.length > most) {
      list.lastElementChild.remove();
    }
    showCounters();
  };

  // A page that is opened late gets hundreds of events at once: they are drawn together.
  let drawing = 0;
  const draw = () => {
    drawing = 0;
    const items = received;
    received = [];
    if (paused) {
      waiting.push(...items);
      waiting = waiting.slice(-most);
      byId('pause').textContent = `Resume (${waiting.length})`;
    } else {
      show(items, items.length < 20);
    }
  };

  const clear = () => {
    received = [];
    waiting = [];
    counts.clear();
    list.replaceChildren();
    showCounters();
  };

  const state = (name, words) => {
    byId('state').dataset.state = name;
    byId('state').textContent = words;
  };

  byId('pause').addEventListener('click', () => {
    paused = !paused;
    byId('pause').setAttribute('aria-pressed', String(paused));
    byId('pause').textContent = paused ? 'Resume' : 'Pause';
    show(waiting, false);
    waiting = [];
  });
  byId('empty').addEventListener('click', () => fetch('/events', { method: 'DELETE' }));

  const source = new EventSource('/stream');
  source.addEventListener('open', () => state('good', 'Live'));
  source.addEventListener('error', () => state('waiting', 'Connecting again'));
  source.addEventListener('reset', clear);
  source.addEventListener('received', (message) => {
    received.push(JSON.parse(message.data));
    drawing ||= setTimeout(draw, 30);
  });
  showCounters();
})();
