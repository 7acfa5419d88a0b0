package org.gradus.optim.landscape;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;

/** An SVG document, parsed. */
record Drawing(String text, Document document) {
    static Drawing parsed(String svg) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            Document document =
                    factory.newDocumentBuilder().parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
            assertThat(document.getDocumentElement().getNamespaceURI()).isEqualTo("http://www.w3.org/2000/svg");
            assertThat(svg).doesNotContain("href").doesNotContain("url(");
            return new Drawing(svg, document);
        } catch (Exception e) {
            throw new AssertionError("no well-formed XML: " + e.getMessage(), e);
        }
    }

    int count(String element, String cssClass) {
        var nodes = document.getElementsByTagName(element);
        int count = 0;
        for (int i = 0; i < nodes.getLength(); i++) {
            var attribute = nodes.item(i).getAttributes().getNamedItem("class");
            count += attribute != null && attribute.getNodeValue().equals(cssClass) ? 1 : 0;
        }
        return count;
    }

    /** Of what is shown within the frame: equal on every backend and JDK for equal bytes, whatever the style of the frame. */
    String sha256() {
        String shown = text.substring(text.lastIndexOf("<svg"), text.indexOf("</svg>"));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(shown.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
