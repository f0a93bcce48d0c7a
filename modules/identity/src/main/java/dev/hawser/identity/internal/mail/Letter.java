package dev.hawser.identity.internal.mail;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a mail says, as plain texts: line breaks and other control characters in them, which may
 * come from people, become spaces, so that no text can end a header or begin another part.
 *
 * @param link what the mail is for; null when it only tells something
 * @param footnote why the mail came
 */
public record Letter(
    String subject, List<String> paragraphs, @Nullable Link link, String footnote) {
  /**
   * @param label what a click does
   * @param url may have a token in it
   */
  public record Link(String label, String url) {
    @Override
    public String toString() {
      return "Link[" + label + "]";
    }
  }

  public Letter {
    subject = oneLine(subject);
    paragraphs = paragraphs.stream().map(Letter::oneLine).toList();
    footnote = oneLine(footnote);
  }

  /** The mail for programs that show text. */
  String text() {
    StringBuilder text = new StringBuilder();
    paragraphs.forEach(paragraph -> text.append(paragraph).append("\n\n"));
    if (link != null) {
      text.append(link.label()).append(":\n").append(link.url()).append("\n\n");
    }
    return text.append("-- \n").append(footnote).append('\n').toString();
  }

  /** The same for programs that show HTML. */
  String html() {
    StringBuilder body = new StringBuilder();
    for (String paragraph : paragraphs) {
      body.append("<p style=\"margin:0 0 16px\">").append(escape(paragraph)).append("</p>\n");
    }
    if (link != null) {
      String url = escape(link.url());
      body.append(
          """
          <p style="margin:24px 0"><a href="%s" style="background:#0b5cad;color:#ffffff;\
          text-decoration:none;font-weight:600;padding:10px 18px;border-radius:6px;\
          display:inline-block">%s</a></p>
          <p style="margin:0 0 16px;color:#5b6775;font-size:13px">If the button does not work, open \
          this address:<br><a href="%s" style="color:#0b5cad;word-break:break-all">%s</a></p>
          """
              .formatted(url, escape(link.label()), url, url));
    }
    return """
    <!doctype html>
    <html lang="en">
    <head><meta charset="utf-8"><meta name="viewport" content="width=device-width">\
    <title>%s</title></head>
    <body style="margin:0;padding:24px;background:#f2f5f8;color:#1b2430;\
    font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif">
    <div style="max-width:520px;margin:0 auto;padding:32px;background:#ffffff;\
    border:1px solid #c3ccd6;border-radius:12px">
    %s<p style="margin:24px 0 0;padding-top:16px;border-top:1px solid #c3ccd6;color:#5b6775;\
    font-size:13px">%s</p>
    </div>
    </body>
    </html>
    """
        .formatted(escape(subject), body, escape(footnote));
  }

  private static String oneLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints().map(c -> isBreak(c) ? ' ' : c).forEach(line::appendCodePoint);
    return line.toString();
  }

  /** Also what turns the direction of writing: a name must not rearrange our sentence. */
  private static boolean isBreak(int c) {
    return Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT
        || Character.getType(c) == Character.LINE_SEPARATOR
        || Character.getType(c) == Character.PARAGRAPH_SEPARATOR;
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
