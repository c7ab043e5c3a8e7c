// The shop's own script. It calls window.analytics if there is one, and works the same without.
(() => {
  'use strict';

  const catalog = new Map(JSON.parse(document.getElementById('catalog').textContent).map((item) => [item.slug, item]));
  const byId = (id) => document.getElementById(id);
  const page = document.body.dataset.page;

  // ---- analytics, if there

  const analytics = (method, ...values) => {
    const target = window.analytics;
    if (target && typeof target[method] === 'function') {
      target[method](...values);
    }
  };

  const asProperties = (item, quantity) => ({
    product_id: item.slug,
    sku: item.sku,
    name: item.name,
    category: item.category,
    price: item.price,
    currency: 'EUR',
    quantity,
    url: new URL(`/products/${item.slug}`, location.href).href,
  });

  // ---- what the browser keeps for us

  const read = (key, fallback) => {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? fallback;
    } catch {
      return fallback;
    }
  };

  const write = (key, value) => {
    try {
      localStorage.setItem(key, JSON.stringify(value));
    } catch {
      // Full or forbidden: the page still works until it is left.
    }
  };

  const customers = {
    'red-customer': { id: 'red-customer', name: 'Red customer', email: 'red@fieldline.example', color: 'red' },
    'green-customer': { id: 'green-customer', name: 'Green customer', email: 'green@fieldline.example', color: 'green' },
  };

  let user = read('fieldline.user', null);
  let cart = (Array.isArray(read('fieldline.cart', [])) ? read('fieldline.cart', []) : []).filter(
    (line) => catalog.has(line?.slug) && Number.isInteger(line.quantity) && line.quantity > 0);

  // ---- small things for the screen

  const money = (value) => `€${value.toFixed(2)}`;
  const cents = (value) => Math.round(value * 100) / 100;

  const element = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      made.setAttribute(key, value);
    }
    made.append(...children);
    return made;
  };

  let toastTimer;
  const toast = (text) => {
    const box = byId('toast');
    box.textContent = text;
    box.dataset.shown = 'true';
    clearTimeout(toastTimer);
    toastTimer = setTimeout(() => delete box.dataset.shown, 2600);
  };

  const showHeader = () => {
    const count = cart.reduce((sum, line) => sum + line.quantity, 0);
    byId('cart-count').textContent = count;
    byId('cart-count').hidden = count === 0;
    byId('account-state').textContent = user ? user.name : 'Sign in';
    byId('account-link').dataset.color = user?.color ?? '';
    document.body.dataset.signedIn = user ? user.id : '';
  };

  // ---- the cart

  const saveCart = () => {
    write('fieldline.cart', cart);
    showHeader();
  };

  const add = (slug, quantity) => {
    const item = catalog.get(slug);
    const line = cart.find((candidate) => candidate.slug === slug);
    if (line) {
      line.quantity += quantity;
    } else {
      cart.push({ slug, quantity });
    }
    saveCart();
    analytics('track', 'Product Added', asProperties(item, quantity));
    toast(`${item.name} is in your cart`);
  };

  const remove = (slug) => {
    const line = cart.find((candidate) => candidate.slug === slug);
    cart = cart.filter((candidate) => candidate !== line);
    saveCart();
    showCart();
    analytics('track', 'Product Removed', asProperties(catalog.get(slug), line.quantity));
  };

  const setQuantity = (slug, quantity) => {
    cart.find((line) => line.slug === slug).quantity = quantity;
    saveCart();
    showCart();
  };

  const totals = () => {
    const goods = cents(cart.reduce((sum, line) => sum + catalog.get(line.slug).price * line.quantity, 0));
    const shipping = goods >= 100 || goods === 0 ? 0 : 5.9;
    return { goods, shipping, total: cents(goods + shipping) };
  };

  const cartLine = (line) => {
    const item = catalog.get(line.slug);
    const select = element('select', { 'aria-label': `Quantity of ${item.name}` });
    for (let number = 1; number <= Math.max(6, line.quantity); number++) {
      select.append(new Option(number, number, false, number === line.quantity));
    }
    select.addEventListener('change', () => setQuantity(line.slug, Number(select.value)));
    const button = element('button', { type: 'button', class: 'link', 'data-remove': line.slug, 'aria-label': `Remove ${item.name}` }, 'Remove');
    button.addEventListener('click', () => remove(line.slug));
    return element('li', { class: 'cart-line', 'data-slug': line.slug },
      element('img', { src: item.art, width: 96, height: 96, alt: '' }),
      element('div', { class: 'cart-line-text' },
        element('a', { href: `/products/${item.slug}` }, item.name),
        element('span', {}, `${money(item.price)} each`),
        element('div', { class: 'cart-line-tools' }, select, button)),
      element('span', { class: 'price' }, money(cents(item.price * line.quantity))));
  };

  const showCart = () => {
    byId('cart-empty').hidden = cart.length > 0;
    byId('cart-filled').hidden = cart.length === 0;
    byId('cart-lines').replaceChildren(...cart.map(cartLine));
    const sums = totals();
    byId('cart-goods').textContent = money(sums.goods);
    byId('cart-shipping').textContent = sums.shipping === 0 ? 'Free' : money(sums.shipping);
    byId('cart-total').textContent = money(sums.total);
  };

  const checkOut = () => {
    const sums = totals();
    const random = crypto.getRandomValues(new Uint32Array(1))[0];
    const orderId = `F-${random.toString(36).toUpperCase().padStart(7, '0')}`;
    analytics('track', 'Order Completed', {
      order_id: orderId,
      total: sums.total,
      revenue: sums.goods,
      shipping: sums.shipping,
      currency: 'EUR',
      products: cart.map((line) => asProperties(catalog.get(line.slug), line.quantity)),
    });
    cart = [];
    saveCart();
    byId('cart-filled').hidden = true;
    byId('order-id').textContent = orderId;
    byId('order-total').textContent = money(sums.total);
    byId('order-done').hidden = false;
    byId('order-done').focus();
  };

  // ---- the account

  const showAccount = () => {
    byId('signed-out').hidden = Boolean(user);
    byId('signed-in').hidden = !user;
    byId('signed-name').textContent = user?.name ?? '';
    byId('signed-id').textContent = user?.id ?? '';
    byId('signed-email').textContent = user?.email ?? '';
  };

  const signIn = (customer) => {
    user = customer;
    write('fieldline.user', user);
    const traits = { name: user.name, email: user.email };
    if (user.color) {
      traits.favorite_color = user.color;
    }
    analytics('identify', user.id, traits);
    showHeader();
    showAccount();
    toast(`Signed in as ${user.name}`);
  };

  const signOut = () => {
    user = null;
    write('fieldline.user', null);
    analytics('reset');
    showHeader();
    showAccount();
    toast('Signed out');
  };

  const signInByEmail = (submit) => {
    submit.preventDefault();
    const email = byId('email').value.trim();
    const id = email.toLowerCase();
    signIn({ id, name: email.split('@')[0], email });
  };

  // ---- pages that need more

  const startCart = () => {
    showCart();
    byId('checkout').addEventListener('click', checkOut);
  };

  const startAccount = () => {
    showAccount();
    byId('sign-in-form').addEventListener('submit', signInByEmail);
    byId('sign-out').addEventListener('click', signOut);
    for (const button of document.querySelectorAll('[data-sign-in]')) {
      button.addEventListener('click', () => signIn(customers[button.dataset.signIn]));
    }
  };

  const startProduct = () => {
    const item = catalog.get(byId('product').dataset.product);
    analytics('track', 'Product Viewed', asProperties(item, 1));
  };

  const startLive = () => {
    const state = byId('stock-status');
    const show = (name, text) => {
      state.dataset.state = name;
      state.textContent = text;
    };
    const source = new EventSource('/live/stock');
    source.addEventListener('open', () => show('good', 'Live'));
    source.addEventListener('error', () => show('waiting', 'Connecting again'));
    source.addEventListener('stock', (message) => {
      const { slug, count, change } = JSON.parse(message.data);
      const row = document.querySelector(`#stock tr[data-slug="${CSS.escape(slug)}"]`);
      row.querySelector('[data-count]').textContent = count;
      row.querySelector('meter').value = count;
      if (change !== 0) {
        row.classList.remove('sold', 'filled');
        void row.offsetWidth; // Starts the animation again.
        row.classList.add(change < 0 ? 'sold' : 'filled');
      }
    });
    addEventListener('pagehide', () => source.close());
  };

  const startStrict = () => {
    const mark = (id, state, text) => {
      byId(id).dataset.state = state;
      byId(id).querySelector('span').textContent = text;
    };
    const showViolations = () => {
      const blocked = window.fieldlineViolations ?? [];
      mark('csp-violations', blocked.length === 0 ? 'good' : 'bad', blocked.length === 0 ? 'nothing' : blocked.join(', '));
    };
    const showAnalytics = () => {
      if (window.analytics?.initialized) {
        mark('csp-analytics', 'good', 'ran, and the library was loaded');
      } else if (window.analytics) {
        mark('csp-analytics', 'waiting', 'ran; the library is on its way');
      }
    };
    mark('csp-own', 'good', 'ran');
    showViolations();
    showAnalytics();
    document.addEventListener('fieldline:violation', showViolations);
    analytics('ready', showAnalytics);
  };

  // ---- start

  // A page that comes back from the browser's memory is as old as it was left: who visits may have changed since.
  addEventListener('pageshow', (show) => show.persisted && location.reload());

  showHeader();
  document.addEventListener('click', (click) => {
    const button = click.target.closest('[data-add-to-cart]');
    if (button) {
      const field = button.dataset.quantityFrom && byId(button.dataset.quantityFrom);
      add(button.dataset.addToCart, field ? Number(field.value) : 1);
    }
  });
  ({ cart: startCart, account: startAccount, product: startProduct, live: startLive, 'strict-csp': startStrict })[page]?.();
})();
