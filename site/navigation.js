// TypeDoc's navigation, which is made in the browser: what opens a part of it is one thing for the keyboard, and holds no link.
const navigation = document.getElementById('tsd-nav-container');
if (navigation !== null) {
  const flatten = () => {
    for (const link of navigation.querySelectorAll('summary a')) link.replaceWith(...link.childNodes);
  };
  new MutationObserver(flatten).observe(navigation, { childList: true, subtree: true });
  flatten();
}
