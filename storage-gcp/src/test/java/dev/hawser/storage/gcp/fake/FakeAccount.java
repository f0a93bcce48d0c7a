package dev.hawser.storage.gcp.fake;

import com.google.api.client.json.GenericJson;
import com.google.api.client.json.gson.GsonFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A service account with a fresh key. */
record FakeAccount(String email, KeyPair keys) {
  static FakeAccount create(String email) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2_048);
      return new FakeAccount(email, generator.generateKeyPair());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The file that Google gives out for a key. */
  String json(URI tokenService) {
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    GenericJson json = new GenericJson();
    json.set("type", "service_account").set("project_id", "fake").set("private_key_id", "1");
    json.set("private_key", pem).set("client_email", email).set("client_id", "1");
    json.set("token_uri", tokenService.toString());
    try {
      return GsonFactory.getDefaultInstance().toString(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
