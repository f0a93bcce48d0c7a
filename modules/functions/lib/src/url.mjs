import URL from 'core-js-pure/web/url';
import URLSearchParams from 'core-js-pure/web/url-search-params';

export default { URL, URLSearchParams };
