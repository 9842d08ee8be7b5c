/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How pages look: one column that is comfortable to read, the fonts of the reader's
 * machine, numbers in columns, colours by variables so that dark is a second list of
 * them. All text has a contrast of at least 4.5 : 1 (WCAG 2.1, 1.4.3) in both.
 */
#include "page/style.h"

/* clang-format off */
static const char style[] =
	":root{color-scheme:light dark;--page:#fff;--text:#1c2127;--soft:#57606a;"
	"--line:#d8dde3;--card:#f4f6f8;--note:#0b5cad;--alarm:#9a3b00;--alarm-bg:#fff4eb}\n"
	"@media screen and (prefers-color-scheme:dark){:root{--page:#15181c;--text:#e6e9ec;"
	"--soft:#a3acb5;--line:#363c44;--card:#1f242a;--note:#7cb8f5;--alarm:#ffb27d;"
	"--alarm-bg:#2c2018}}\n"
	"*{box-sizing:border-box}\n"
	"body{margin:0;background:var(--page);color:var(--text);"
	"font:16px/1.55 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',"
	"'DejaVu Sans',sans-serif}\n"
	"main{max-width:51rem;margin:0 auto;padding:2.5rem 1.25rem 4rem}\n"
	"h1{font-size:1.9rem;line-height:1.2;margin:0 0 .5rem;letter-spacing:-.01em}\n"
	"h2{font-size:1.3rem;line-height:1.3;margin:2.75rem 0 .75rem;padding-top:.9rem;"
	"border-top:1px solid var(--line)}\n"
	"h3{font-size:1.05rem;margin:1.75rem 0 .5rem}\n"
	"p,ul{margin:.6rem 0;max-width:44rem}\n"
	"ul{padding-left:1.3rem}\n"
	"li{margin:.35rem 0}\n"
	".lead{color:var(--soft);font-size:1.05rem;margin:0}\n"
	"aside{margin:1.1rem 0;padding:.75rem 1rem;border-left:4px solid var(--note);"
	"background:var(--card);border-radius:0 6px 6px 0}\n"
	"aside p{margin:0}\n"
	"aside strong{color:var(--note)}\n"
	"aside.warning{border-left:8px double var(--alarm);background:var(--alarm-bg)}\n"
	"aside.warning strong{color:var(--alarm)}\n"
	".figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(13.5rem,1fr));"
	"gap:.75rem;margin:1.5rem 0}\n"
	".figures div{background:var(--card);border:1px solid var(--line);"
	"border-radius:8px;padding:.8rem 1rem}\n"
	".figures dt{font-weight:600;font-size:.92rem}\n"
	".figures dd{margin:0;color:var(--soft);font-size:.88rem;line-height:1.4}\n"
	".figures dd.value{color:var(--text);font-size:1.85rem;line-height:1.35;"
	"font-weight:650;letter-spacing:-.01em;font-variant-numeric:tabular-nums}\n"
	".wide{overflow-x:auto;margin:1.1rem 0}\n"
	"table{border-collapse:collapse;width:100%;font-size:.94rem}\n"
	"caption{text-align:left;font-weight:600;padding:0 0 .45rem}\n"
	"th,td{text-align:left;vertical-align:top;padding:.42rem .9rem .42rem 0;"
	"border-bottom:1px solid var(--line)}\n"
	"th:last-child,td:last-child{padding-right:0}\n"
	"thead th{color:var(--soft);font-weight:600;font-size:.86rem;"
	"border-bottom:2px solid var(--line)}\n"
	"thead th{vertical-align:bottom}\n"
	"tbody th{font-weight:400;min-width:9rem}\n"
	".n{text-align:right;font-variant-numeric:tabular-nums}\n"
	"tbody .n{white-space:nowrap}\n"
	".bar{display:block;height:5px;margin-top:5px;min-width:5rem;border-radius:3px;"
	"background:var(--line);overflow:hidden}\n"
	".bar span{display:block;height:5px;background:var(--s1)}\n"
	"figure{margin:1.5rem 0}\n"
	"figcaption{font-weight:600}\n"
	".legend{list-style:none;padding:0;margin:.35rem 0 .2rem;display:flex;"
	"flex-wrap:wrap;gap:.15rem 1.5rem;max-width:none;font-size:.92rem}\n"
	".legend li{display:flex;align-items:center;gap:.55rem;margin:0}\n"
	"@media (max-width:560px){main{padding-top:1.5rem}"
	".figures{grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.5rem}"
	".figures dd.value{font-size:1.6rem}}\n"
	"@media print{body{font-size:10.5pt}main{max-width:none;padding:0}"
	"h2,h3,figcaption,caption{break-after:avoid}"
	"figure,aside,tr,.figures div{break-inside:avoid}"
	"*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}\n";
/* clang-format on */

void lnds_page_style(struct lnds_buf *out)
{
	lnds_buf_str(out, style);
}
