// Panel asks `importShim` for its modules. The browser loads them itself: what it compiled once it keeps, what is wanted soon
// it fetches ahead. The polyfill of that name reads every module as text and compiles it anew at each visit. None of ours
// imports another by name, so the maps of names that Panel hands over are not needed.
window.importShim = Object.assign((address) => import(new URL(address, document.baseURI)), { addImportMap() {} });
// They run while the server still makes the session, instead of after.
for (const one of document.querySelectorAll('link[rel="modulepreload"]')) import(one.href);
