import type { Translation } from "../entry.ts";
import type { trust as english } from "../en/trust.ts";

export const trust: Translation<typeof english> = {
  title: "La advertencia del navegador",
  heading: "Por qué tu navegador advierte de esta dirección",
  why: "El ordenador que lleva esta sala hizo él mismo su certificado https: uno que los navegadores conozcan necesita un nombre público. La conexión está cifrada de todos modos. La advertencia significa que el navegador no sabe de quién es este ordenador. Tú puedes saberlo.",
  compareTitle: "Comparar la huella",
  compare:
    "Pide la huella SHA-256 que se imprimió al iniciar el coordinador; la página del anfitrión y la proyección también la muestran. En el navegador, abre el certificado desde la advertencia o desde el signo junto a la dirección. Todos los signos deben ser iguales.",
  sentHere:
    "Esta página llegó con la huella de abajo. Quien esté en medio podría cambiar también esta página: compara lo que muestra la ventana del navegador.",
  fingerprint: "Huella SHA-256",
  goOnTitle: "Si es la misma, continúa",
  chrome: "Chrome, Edge: Configuración avanzada, luego Continuar.",
  firefox: "Firefox: Avanzado, luego Aceptar el riesgo y continuar.",
  safari: "Safari: Mostrar detalles, luego visitar este sitio web.",
  differs: "Si es otra, no continúes y avisa al anfitrión: puede haber alguien en medio.",
  none: "Este coordinador no hizo ningún certificado, así que no hay nada que comparar. Si el navegador advierte de todos modos, no continúes y avisa al anfitrión.",
};
